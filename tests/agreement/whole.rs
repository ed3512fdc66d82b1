//! The phone tree before a queue: one patience clock or a fresh one, lines in plenty and few lines.

use hangup::law::{Law, Lognormal};
use hangup::scenario::resolved::ServiceLevelFormula::OfQueued;
use hangup::theory::{Handover, IvrTree, TrunkLines, WholeSystem, WholeSystemWithLines, ZeroOut};

use crate::harness::{Expected, agree, greeting, level, overall, service_level};
use crate::queues::queue_figures;
use crate::trees::tree;
use crate::{Said, exponential, hyperexponential, lognormal, weibull};

const LAMBDA: f64 = 1.0 / 20.0;
const MU: f64 = 1.0 / 180.0;

/// A call every 20 s through the tree to 8 agents, those who used up their retries too. There is room for more about
/// callers, the tree, and the center.
fn scenario(depth: u32, options: u32, patience: &str, more: [&str; 3]) -> String {
    let [callers, balanced, center] = more;
    format!(
        "
version: 1
replications: 40
steady: {{length: 153h, warm_up: 3h}}
arrivals: {{voice: {{per_hour: 180}}}}
{center}callers: {{patience: {patience}, mistakes: {{key_slip: 5%}}{callers}}}
ivr:
  greeting: 6s
  defaults: {{then: {{queue: q}}}}
  balanced:
    {{depth: {depth}, options: {options}, intro: 2s, prompt: 3s, no_match: {{say: 3s, retries: 2}}, then: {{queue: q}}{balanced}}}
queues: {{q: {{talk: {{exponential: 3m}}}}}}
agents: {{a: {{count: 8, queues: [q]}}}}
"
    )
}

fn figures(system: &WholeSystem) -> Vec<Expected> {
    let mut figures = queue_figures(&system.queue, &[20.0]);
    figures.extend([
        overall("ivr_abandonment", system.ivr.abandon).sharply(),
        overall("total_abandonment", system.p_abandon),
        overall("time_in_ivr", system.ivr.mean_hold).sharply(),
        greeting(system.ivr.abandon_greeting),
    ]);
    for (index, &abandon) in system.ivr.abandon_by_level.iter().enumerate() {
        figures.push(level(index + 1, abandon));
    }
    figures
}

fn one_clock(name: &str, depth: u32, options: u32, patience: &Said) {
    let tree = tree(depth, options);
    let system = WholeSystem::new(LAMBDA, MU, 8, &tree, &patience.law, Handover::default()).unwrap();
    agree(name, &scenario(depth, options, patience.yaml, [""; 3]), &figures(&system));
}

#[test]
fn one_clock_with_exponential_patience() {
    one_clock("INT_exp_d2b5: tree and queue, one clock", 2, 5, &exponential());
}

#[test]
fn one_clock_with_weibull_patience() {
    one_clock("INT_weibull_d4b3: tree and queue, one clock", 4, 3, &weibull());
}

#[test]
fn one_clock_with_lognormal_patience() {
    one_clock("tree d2b5 and queue, log-normal patience on one clock", 2, 5, &lognormal());
}

#[test]
fn one_clock_with_hyperexponential_patience() {
    one_clock("tree d3b4 and queue, hyperexponential patience on one clock", 3, 4, &hyperexponential());
}

#[test]
fn a_fresh_clock_in_the_queue() {
    let in_queue = Law::Lognormal(Lognormal::from_mean(120.0, 1.5));
    let laws = [&weibull().law, &in_queue];
    let system = WholeSystem::with_fresh_patience(LAMBDA, MU, 8, &tree(2, 5), laws, Handover::default()).unwrap();
    let patience = format!("{{ivr: {}, queue: {{lognormal: {{mean: 2m, cv: 1.5}}}}}}", weibull().yaml);
    agree("tree d2b5 and queue, a fresh clock", &scenario(2, 5, &patience, [""; 3]), &figures(&system));
}

#[test]
fn zeroing_out_to_the_queue() {
    let tree = IvrTree { zero_out: Some(ZeroOut { share: 0.08, after: 4.0 }), ..tree(3, 4) };
    let system = WholeSystem::new(LAMBDA, MU, 8, &tree, &weibull().law, Handover::default()).unwrap();
    let yaml = scenario(3, 4, weibull().yaml, [", zero_out: {share: 8%, after: 4s}", ", operator: {queue: q}", ""]);
    let mut figures = figures(&system);
    figures.push(overall("zero_out", system.ivr.zero_out).sharply());
    agree("tree d3b4 and queue, 8 % zero out", &yaml, &figures);
}

/// The factor of the levels is 1 again in the queue.
#[test]
fn a_hazard_that_grows_by_level() {
    let tree = IvrTree { level_factor: 1.5, ..tree(3, 4) };
    let system = WholeSystem::new(LAMBDA, MU, 8, &tree, &exponential().law, Handover::default()).unwrap();
    let yaml = scenario(3, 4, exponential().yaml, [", hazard: {per_level: 1.5}", "", ""]);
    agree("tree d3b4 and queue, hazard × 1.5 by level", &yaml, &figures(&system));
}

#[test]
fn sixteen_lines() {
    let theory = WholeSystemWithLines::new(LAMBDA, MU, [8, 16], &tree(2, 5), 240.0, Handover::default()).unwrap();
    let admitted = 1.0 - theory.lines.p_block;
    agree(
        "tree d2b5 and queue behind 16 lines",
        &scenario(2, 5, exponential().yaml, ["", "", "lines: 16\n"]),
        &[
            overall("ivr_abandonment", theory.ivr.abandon).sharply(),
            overall("occupancy", theory.lines.agent_occupancy).sharply(),
            overall("time_in_ivr", theory.ivr.mean_hold).sharply(),
            overall("blocking", theory.lines.p_block),
            overall("wait_probability", theory.lines.p_wait),
            overall("queue_abandonment", theory.lines.p_abandon),
            overall("mean_wait", theory.lines.mean_wait),
            overall("total_abandonment", admitted * theory.p_abandon),
            level(1, theory.ivr.abandon_by_level[0]),
            level(2, theory.ivr.abandon_by_level[1]),
        ],
    );
}

/// An IVR of any law before agents, behind a limited number of lines: the law matters through its mean alone.
#[test]
fn trunk_lines_whatever_the_time_in_the_ivr() {
    let center = TrunkLines {
        lambda: 0.2,
        mean_ivr: 60.0,
        share_to_agents: 0.5,
        mu: 1.0 / 180.0,
        agents: 20,
        lines: 60,
        theta: 0.0,
    };
    let few = TrunkLines { lines: 36, ..center };
    for (case, center, takes) in [
        ("T1: 60 lines, constant time in the IVR", center, "1m"),
        ("T1 with 36 lines, log-normal time in the IVR", few, "{lognormal: {mean: 1m, cv: 1.5}}"),
        ("T1 with 36 lines, exponential time in the IVR", few, "{exponential: 1m}"),
    ] {
        let theory = center.solve().unwrap();
        let yaml = format!(
            "
version: 1
replications: 40
steady: {{length: 65h, warm_up: 5h}}
arrivals: {{voice: {{per_hour: 720}}}}
lines: {}
callers: {{patience: never}}
ivr: {{start: {{self_service: {{takes: {takes}, success: 50%, failed: {{queue: q}}}}}}}}
queues: {{q: {{talk: {{exponential: 3m}}}}}}
agents: {{a: {{count: 20, queues: [q]}}}}
",
            center.lines
        );
        agree(
            case,
            &yaml,
            &[
                overall("occupancy", theory.agent_occupancy).sharply(),
                overall("containment", 0.5).sharply(),
                overall("time_in_ivr", 60.0).sharply(),
                overall("blocking", theory.p_block),
                overall("wait_probability", theory.p_wait),
                overall("mean_wait", theory.mean_wait),
                service_level(OfQueued, 20.0, 1.0 - theory.p_wait_beyond(20.0).unwrap()),
                service_level(OfQueued, 60.0, 1.0 - theory.p_wait_beyond(60.0).unwrap()),
            ],
        );
    }
}
