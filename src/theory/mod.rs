//! The exact formulas the simulator is held against, that staffing starts from and charts can show.
//!
//! Every formula stands in a file of its own and is free of units: rates are per whatever unit the durations are in.
//! Input that has no answer (a negative rate, an overloaded queue in which nobody ever hangs up) gives `None`, or NaN
//! where the answer is a single number; nothing here panics.
//!
//! | question | answer |
//! | --- | --- |
//! | How many calls find no free line? | [`erlang_b`], [`finite_lines`](fn@finite_lines), [`TrunkLines`] |
//! | How long do callers wait who never hang up? | [`erlang_c`], [`mg1`], [`priority_waits`] |
//! | ... who hang up? | [`erlang_a`], [`PatienceQueue`] for any law of patience |
//! | Where in the IVR do they hang up? | [`IvrTree`], [`PathTimes`], [`menu_pick`], [`optimal_breadth`] |
//! | ... and in the IVR and the queue together, on one clock? | [`WholeSystem`], [`WholeSystemWithLines`] |

mod erlang_a;
mod erlang_b;
mod erlang_c;
mod finite_lines;
mod ivr_tree;
mod menu_pick;
mod mg1;
mod optimal_breadth;
mod path_times;
mod patience;
mod patience_queue;
mod pmf;
mod priority;
mod quadrature;
mod trunk_lines;
mod whole_system;

pub use erlang_a::{ErlangA, erlang_a};
pub use erlang_b::erlang_b;
pub use erlang_c::{ErlangC, erlang_c};
pub use finite_lines::{FiniteLines, finite_lines};
pub use ivr_tree::{IvrTree, Listener, TreeResult, ZeroOut};
pub use menu_pick::{MenuPick, MenuPickResult, menu_pick};
pub use mg1::{SingleServer, mg1};
pub use optimal_breadth::optimal_breadth;
pub use path_times::{LevelPaths, PathTimes};
pub use patience::{Patience, Survival};
pub use patience_queue::{PatienceQueue, ServiceLevels};
pub use pmf::Pmf;
pub use priority::{PriorityWaits, priority_waits};
pub use trunk_lines::{TrunkLines, TrunkLinesResult};
pub use whole_system::{Handover, ResidualPatience, WholeSystem, WholeSystemWithLines};

/// Whether a rate, duration or load is a number one can work with: finite and ≥ 0.
fn is_amount(x: f64) -> bool {
    x.is_finite() && x >= 0.0
}

/// Whether a share lies in [0, 1].
fn is_share(x: f64) -> bool {
    (0.0..=1.0).contains(&x)
}

/// `part/whole`, and 0 where there is no whole to take a part of.
fn share_of(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// How many lines, options or levels of options a formula takes on; more have no answer rather than one that exhausts
/// memory.
const MOST_STATES: u32 = 10_000_000;
