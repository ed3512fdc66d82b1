//! The simulation against theory: scenarios, run as anybody would run them, held against exact formulas.
//!
//! The policy. Every case has 40 independent replications, and a seed that nobody chose: the hash of the case's name, so
//! that the cases are independent of each other too (under one seed all trees would have the same callers). Of each figure the standard error comes from the
//! spread of the replications, and z = (simulated - exact) / standard error must have |z| < 4. So that agreement means
//! something, figures marked [`sharply`](harness::Expected::sharply) must also be known to within 1 % (the half-width of
//! the 95 % interval over the value), and every case has at least one of them. A miss is settled by a new seed with four
//! times the work, and both results are recorded here; never by looking for a seed that passes.
//!
//! Misses so far: none by chance. One was a bug: with constant patience of a minute, 0.999982 instead of 1 for the service
//! level within a minute that leaves short abandons out, z = -4.14 with seed 1 and z = -4.06 with the case's own. A wait is a
//! difference of clock times, and one of exactly a minute could come out longer; the recorder allows for that now.
//!
//! `cargo test --test agreement -- --nocapture` prints every figure with its z and its precision.

mod channels;
mod harness;
mod queues;
mod trees;
mod whole;

use hangup::law::{Hyperexponential, Law, Lognormal, Phase, Weibull};

/// A law of durations: as a scenario says it, and as the formulas take it.
#[derive(Clone)]
struct Said {
    yaml: &'static str,
    law: Law,
}

fn exponential() -> Said {
    Said { yaml: "{exponential: 4m}", law: Law::Exponential(240.0) }
}

fn weibull() -> Said {
    Said { yaml: "{weibull: {shape: 0.75, mean: 4m}}", law: Law::Weibull(Weibull::from_mean(0.75, 240.0)) }
}

fn lognormal() -> Said {
    Said { yaml: "{lognormal: {mean: 4m, cv: 1.5}}", law: Law::Lognormal(Lognormal::from_mean(240.0, 1.5)) }
}

/// Impatient and patient callers, as fitted to a bank's.
fn hyperexponential() -> Said {
    let phases = [Phase { share: 0.244, mean: 76.0 }, Phase { share: 0.756, mean: 878.0 }];
    Said {
        yaml: "{hyperexponential: [{share: 24.4%, mean: 76s}, {share: 75.6%, mean: 878s}]}",
        law: Law::Hyperexponential(Hyperexponential::new(phases)),
    }
}
