//! What is counted, and how sure one can be of it: tallies, ratios with their intervals, quantiles. All of it merges.
//!
//! Knows no rule of the center: it listens to the center's events and adds up.

mod estimates;
mod histogram;
pub mod metric;
mod ratio;
mod recorder;
mod tally;

pub use estimates::{Estimates, IntervalEstimates, Panel, Quantile, Sections};
pub use histogram::Histogram;
pub use metric::{Metric, Unit};
pub use ratio::{Ratio, student_t};
pub use recorder::{Recorder, Windows};
pub use tally::{BooksDoNotBalance, GroupTally, IntervalTally, MenuTally, QueueTally, SelfServiceTally, Tally, Visits};
