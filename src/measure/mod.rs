//! What is counted, and how sure one can be of it: tallies, ratios with their intervals, quantiles. All of it merges.
//!
//! Knows no rule of the center: it listens to the center's events and adds up.

mod channels;
mod contrast;
mod conversations;
mod estimates;
mod histogram;
pub mod ivr;
pub mod metric;
mod ratio;
mod recorder;
mod tally;
mod wait_watch;
mod waits;

pub use channels::{CHANNEL, channels_of};
pub use contrast::{Contrast, Series, contrast};
pub use conversations::{CONVERSATIONS, ConversationTally};
pub use estimates::{Estimates, IntervalEstimates, Panel};
pub use histogram::Histogram;
pub use ivr::FollowsIvr;
pub use metric::{Metric, Unit};
pub use ratio::{Ratio, Sums, student_t};
pub use recorder::{Recorder, Windows};
pub use tally::{
    BooksDoNotBalance, GroupTally, IntervalTally, MenuTally, QueueTally, SelfServiceTally, Surplus, Tally, Visits,
};
pub use wait_watch::{WaitBound, WaitWatch};
pub use waits::{Quantile, Sections, Waits};
