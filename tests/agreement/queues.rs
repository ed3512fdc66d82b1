//! Queues without a phone tree: Erlang B, C and A, any law of patience, limited lines, one server, priorities.

use hangup::experiment;
use hangup::law::{Empirical, Gamma, Hyperexponential, Law, Lognormal, Phase, Uniform, Weibull};
use hangup::measure::Ratio;
use hangup::measure::metric::OVERALL;
use hangup::scenario::resolved::ServiceLevelFormula::{OfAnswered, OfQueued, WithoutShortAbandons};
use hangup::theory::{
    Patience, PatienceQueue, Survival, erlang_a, erlang_b, erlang_c, finite_lines, mg1, priority_waits,
};

use crate::Said;
use crate::harness::{
    Expected, Verdict, agree, of_queue, overall, read, service_level, simulate, verdicts, waits_beyond,
};

/// One queue and its agents, in hours of simulated time after this many of warm-up.
struct Center<'a> {
    hours: u32,
    warm_up: u32,
    per_hour: f64,
    patience: &'a str,
    talk: &'a str,
    agents: u32,
    lines: Option<u32>,
}

impl Center<'_> {
    fn yaml(&self) -> String {
        let Self { hours, warm_up, per_hour, patience, talk, agents, lines } = self;
        let lines = lines.map_or(String::new(), |lines| format!("lines: {lines}\n"));
        format!(
            "
version: 1
replications: 40
steady: {{length: {}h, warm_up: {warm_up}h}}
arrivals: {{voice: {{per_hour: {per_hour}, queue: q}}}}
{lines}callers: {{patience: {patience}}}
queues: {{q: {{talk: {talk}}}}}
agents: {{a: {{count: {agents}, queues: [q]}}}}
",
            hours + warm_up
        )
    }
}

#[test]
fn erlang_c_waits() {
    let center = Center {
        hours: 150,
        warm_up: 4,
        per_hour: 200.0,
        patience: "never",
        talk: "{exponential: 3m}",
        agents: 14,
        lines: None,
    };
    let theory = erlang_c(200.0 / 3600.0, 1.0 / 180.0, 14).unwrap();
    let mut figures = vec![
        overall("wait_probability", theory.p_wait),
        overall("occupancy", theory.occupancy).sharply(),
        overall("mean_wait", theory.mean_wait),
        overall("average_speed_of_answer", theory.mean_wait),
        waits_beyond(20.0, theory.p_wait_beyond(20.0)),
    ];
    for t in [0.0, 10.0, 20.0, 60.0] {
        figures.push(service_level(OfQueued, t, theory.service_level(t)).sharply());
    }
    agree("C1: M/M/14", &center.yaml(), &figures);
}

#[test]
fn erlang_c_of_one_busy_server() {
    let center = Center {
        hours: 1200,
        warm_up: 20,
        per_hour: 48.0,
        patience: "never",
        talk: "{exponential: 1m}",
        agents: 1,
        lines: None,
    };
    let theory = erlang_c(0.8 / 60.0, 1.0 / 60.0, 1).unwrap();
    let figures = [
        overall("wait_probability", theory.p_wait).sharply(),
        overall("occupancy", theory.occupancy).sharply(),
        overall("mean_wait", theory.mean_wait),
        service_level(OfQueued, 60.0, theory.service_level(60.0)).sharply(),
        service_level(OfQueued, 300.0, theory.service_level(300.0)),
    ];
    agree("C4: M/M/1", &center.yaml(), &figures);
}

#[test]
fn erlang_a_hang_ups() {
    for (case, hours, per_hour, patience, talk, agents) in [
        ("A1: M/M/50+M", 25, 2880.0, 120.0, 60.0, 50),
        ("A4: M/M/100+M, as patient as the talk is long", 16, 3600.0, 100.0, 100.0, 100),
        ("A5: M/M/1+M", 600, 60.0, 60.0, 60.0, 1),
    ] {
        let center = Center {
            hours,
            warm_up: 2,
            per_hour,
            patience: &format!("{{exponential: {patience}s}}"),
            talk: &format!("{{exponential: {talk}s}}"),
            agents,
            lines: None,
        };
        let theory = erlang_a(per_hour / 3600.0, 1.0 / talk, 1.0 / patience, agents).unwrap();
        let p_wait = overall("wait_probability", theory.p_wait);
        let figures = [
            overall("occupancy", theory.occupancy).sharply(),
            // Those of many agents are correlated for long.
            if agents > 1 { p_wait } else { p_wait.sharply() },
            overall("queue_abandonment", theory.p_abandon),
            overall("total_abandonment", theory.p_abandon),
            overall("mean_wait", theory.mean_wait),
        ];
        agree(case, &center.yaml(), &figures);
    }
}

/// Everything there is to hold a queue against, of those who join it.
pub(crate) fn queue_figures(theory: &PatienceQueue<impl Patience>, times: &[f64]) -> Vec<Expected> {
    let mut figures = vec![
        overall("occupancy", theory.occupancy).sharply(),
        overall("wait_probability", theory.p_wait),
        overall("queue_abandonment", theory.p_abandon),
        overall("mean_wait", theory.mean_wait),
        overall("average_speed_of_answer", theory.mean_wait_served),
    ];
    for &t in times {
        let levels = theory.service_levels(t);
        figures.extend([
            service_level(OfQueued, t, levels.served_of_offered),
            service_level(OfAnswered, t, levels.served_of_served),
            service_level(WithoutShortAbandons, t, levels.served_of_offered_without_short_abandons),
            waits_beyond(t, theory.p_wait_beyond(t)),
        ]);
    }
    figures
}

/// M/M/9+G: a call every 20 s, talks of 3 minutes.
fn any_patience(name: &str, patience: &Said) {
    let center = Center {
        hours: 150,
        warm_up: 3,
        per_hour: 180.0,
        patience: patience.yaml,
        talk: "{exponential: 3m}",
        agents: 9,
        lines: None,
    };
    let theory = PatienceQueue::new(1.0 / 20.0, 1.0 / 180.0, 9, &patience.law).unwrap();
    let mut figures = queue_figures(&theory, &[20.0, 60.0]);
    figures[1] = figures[1].clone().sharply();
    agree(&format!("M/M/9+G, {name} patience"), &center.yaml(), &figures);
}

#[test]
fn weibull_patience() {
    any_patience(
        "Weibull",
        &Said { yaml: "{weibull: {shape: 0.6, mean: 3m}}", law: Law::Weibull(Weibull::from_mean(0.6, 180.0)) },
    );
}

#[test]
fn lognormal_patience() {
    any_patience(
        "log-normal",
        &Said { yaml: "{lognormal: {mean: 3m, cv: 1.5}}", law: Law::Lognormal(Lognormal::from_mean(180.0, 1.5)) },
    );
}

#[test]
fn constant_patience() {
    any_patience("constant", &Said { yaml: "1m", law: Law::Constant(60.0) });
}

#[test]
fn hyperexponential_patience() {
    let phases = [Phase { share: 0.3, mean: 30.0 }, Phase { share: 0.7, mean: 240.0 }];
    any_patience(
        "hyperexponential",
        &Said {
            yaml: "{hyperexponential: [{share: 30%, mean: 30s}, {share: 70%, mean: 4m}]}",
            law: Law::Hyperexponential(Hyperexponential::new(phases)),
        },
    );
}

#[test]
fn patience_of_the_other_laws() {
    any_patience(
        "gamma",
        &Said { yaml: "{gamma: {mean: 3m, shape: 2}}", law: Law::Gamma(Gamma::from_mean(180.0, 2.0)) },
    );
    any_patience(
        "uniform",
        &Said { yaml: "{uniform: {from: 10s, to: 4m}}", law: Law::Uniform(Uniform { low: 10.0, high: 240.0 }) },
    );
    any_patience(
        "empirical",
        &Said {
            yaml: "{empirical: [5s, 15s, 45s, 90s, 5m]}",
            law: Law::Empirical(Empirical::new(vec![5.0, 15.0, 45.0, 90.0, 300.0])),
        },
    );
}

/// Where the factor after an announcement always applies, theta is so many times as large.
#[test]
fn erlang_a_of_those_who_are_always_annoyed() {
    let yaml = "
version: 1
replications: 40
steady: {length: 152h, warm_up: 2h}
arrivals: {voice: {per_hour: 180, queue: q}}
callers: {patience: {exponential: 6m}, hazard: {after_announcement: {factor: 2.5, lasts: 1000h}}}
queues: {q: {talk: {exponential: 3m}, while_waiting: [{after: 0s, say: 0s}]}}
agents: {a: {count: 9, queues: [q]}}
";
    let theory = erlang_a(1.0 / 20.0, 1.0 / 180.0, 2.5 / 360.0, 9).unwrap();
    let figures = [
        overall("occupancy", theory.occupancy).sharply(),
        overall("wait_probability", theory.p_wait).sharply(),
        overall("queue_abandonment", theory.p_abandon),
        overall("mean_wait", theory.mean_wait),
    ];
    agree("M/M/9+M, always after an announcement", yaml, &figures);
}

/// Messages make of an exponential patience one whose hazard goes up and down.
#[test]
fn patience_with_messages() {
    let yaml = "
version: 1
replications: 40
steady: {length: 153h, warm_up: 3h}
arrivals: {voice: {per_hour: 180, queue: q}}
callers: {patience: {exponential: 3m}, hazard: {after_announcement: {factor: 5, lasts: 10s}}}
queues: {q: {talk: {exponential: 3m}, while_waiting: [{every: 40s, say: 6s}, {after: 15s, say: 4s}]}}
agents: {a: {count: 9, queues: [q]}}
";
    // Of a wait of x, the seconds that are within 10 s of the end of a message, at 19 and at 46, 86, 126 ...
    let annoyed = |x: f64| {
        let since = |end: f64| (x - end).clamp(0.0, 10.0);
        let rounds = ((x - 6.0) / 40.0).floor().max(1.0);
        since(19.0) + 10.0 * (rounds - 1.0) + since(40.0 * rounds + 6.0)
    };
    let ends = [19.0].into_iter().chain((1..100).map(|round| f64::from(40 * round + 6)));
    let patience = Survival {
        survival: |x: f64| (-(x + 4.0 * annoyed(x)) / 180.0).exp(),
        mean: 90.0,
        breakpoints: ends.flat_map(|end| [end, end + 10.0]).collect(),
    };
    let theory = PatienceQueue::new(1.0 / 20.0, 1.0 / 180.0, 9, &patience).unwrap();
    let mut figures = queue_figures(&theory, &[15.0, 29.0, 46.0, 56.0, 120.0]);
    figures[1] = figures[1].clone().sharply();
    agree("M/M/9+G, exponential patience with messages", yaml, &figures);
}

/// M/M/n/K: as many callers inside as there are lines, and no priorities.
#[test]
fn limited_lines() {
    for (case, patience, theta, hours) in
        [("K1: M/M/12/17", "never", 0.0, 150), ("M/M/12/17+M", "{exponential: 1m}", 1.0 / 60.0, 150)]
    {
        let center = Center {
            hours,
            warm_up: 2,
            per_hour: 252.0,
            patience,
            talk: "{exponential: 2m}",
            agents: 12,
            lines: Some(17),
        };
        let theory = finite_lines(252.0 / 3600.0, 1.0 / 120.0, theta, 12, 17).unwrap();
        let mut figures = vec![
            overall("occupancy", theory.occupancy).sharply(),
            overall("wait_probability", theory.p_wait),
            service_level(OfQueued, 0.0, 1.0 - theory.p_wait).sharply(),
            overall("blocking", theory.p_block),
            overall("mean_wait", theory.mean_wait),
        ];
        if theta > 0.0 {
            figures.push(overall("queue_abandonment", theory.p_abandon));
        }
        agree(case, &center.yaml(), &figures);
    }
}

/// Erlang B holds for any law of the talk.
#[test]
fn erlang_b_whatever_the_talk() {
    for (case, talk, servers, erlangs) in [
        ("B2, exponential talk", "{exponential: 3m}", 5, 3.0),
        ("B2, log-normal talk", "{lognormal: {mean: 3m, cv: 1.5}}", 5, 3.0),
        ("B3, uniform talk", "{uniform: {from: 0s, to: 6m}}", 10, 10.0),
        ("B3, empirical talk", "{empirical: [10s, 20s, 60s, 2m, 690s]}", 10, 10.0),
        ("B4, constant talk", "3m", 20, 15.0),
        ("B4, triangular talk", "{triangular: {from: 0s, mode: 3m, to: 6m}}", 20, 15.0),
    ] {
        let per_hour = erlangs * 20.0;
        let center = Center {
            hours: (30_000.0 / per_hour) as u32,
            warm_up: 2,
            per_hour,
            patience: "never",
            talk,
            agents: servers,
            lines: Some(servers),
        };
        let blocking = erlang_b(servers, erlangs);
        let carried = erlangs * (1.0 - blocking) / f64::from(servers);
        let blocking = overall("blocking", blocking);
        let blocking = if servers < 20 { blocking.sharply() } else { blocking };
        agree(case, &center.yaml(), &[blocking, overall("occupancy", carried).sharply()]);
    }
}

#[test]
fn erlang_b_of_an_ivr_step() {
    let yaml = "
version: 1
replications: 40
steady: {length: 200h, warm_up: 2h}
arrivals: {voice: {per_hour: 200}}
lines: 10
callers: {patience: never}
ivr:
  start: look_up
  steps: {look_up: {wait: {lognormal: {mean: 3m, cv: 1}}, then: disconnect}}
";
    agree(
        "B3, log-normal step in the IVR",
        yaml,
        &[overall("blocking", erlang_b(10, 10.0)).sharply(), overall("time_in_ivr", 180.0).sharply()],
    );
}

#[test]
fn one_server_of_any_service() {
    for (case, talk, law) in [
        ("MG1a: M/D/1", "1m", Law::Constant(60.0)),
        ("M/G/1, log-normal", "{lognormal: {mean: 1m, cv: 1}}", Law::Lognormal(Lognormal::from_mean(60.0, 1.0))),
        // Talk and work after it are one service.
        ("M/D/1, 40 s and 20 s of work", "40s, after_call_work: 20s", Law::Constant(60.0)),
    ] {
        let center =
            Center { hours: 800, warm_up: 20, per_hour: 48.0, patience: "never", talk, agents: 1, lines: None };
        let theory = mg1(48.0 / 3600.0, &law).unwrap();
        agree(
            case,
            &center.yaml(),
            &[
                overall("wait_probability", theory.occupancy).sharply(),
                overall("occupancy", theory.occupancy).sharply(),
                overall("handle_time", 60.0).sharply(),
                overall("mean_wait", theory.mean_wait),
            ],
        );
    }
}

#[test]
fn two_classes_and_one_group() {
    let yaml = "
version: 1
replications: 40
steady: {length: 320h, warm_up: 20h}
arrivals: {urgent: {channel: voice, per_hour: 60, queue: urgent}, other: {channel: voice, per_hour: 120, queue: other}}
callers: {patience: never}
queues: {urgent: {talk: {exponential: 3m}}, other: {talk: {exponential: 3m}}}
agents: {a: {count: 10, queues: [urgent, other]}}
";
    let theory = priority_waits(&[1.0 / 60.0, 1.0 / 30.0], 1.0 / 180.0, 10).unwrap();
    agree(
        "P1: two classes, priority without preemption",
        yaml,
        &[
            overall("occupancy", 0.9).sharply(),
            overall("wait_probability", theory.p_wait),
            of_queue(0, "wait_probability", theory.p_wait),
            of_queue(1, "wait_probability", theory.p_wait),
            of_queue(0, "mean_wait", theory.mean_wait[0]),
            of_queue(1, "mean_wait", theory.mean_wait[1]),
            overall("mean_wait", theory.mean_wait_overall),
        ],
    );
}

/// Whose groups they are in makes no difference to callers, nor does how many numbers they call.
#[test]
fn two_groups_and_two_streams_of_one_queue() {
    let yaml = "
version: 1
replications: 40
steady: {length: 204h, warm_up: 4h}
arrivals: {voice: {per_hour: 120, queue: q}, second: {channel: voice, per_hour: 60, queue: q}}
callers: {patience: {exponential: 3m}}
queues: {q: {talk: {exponential: 3m}}}
agents: {four: {count: 4, queues: [q]}, five: {count: 5, queues: [q]}}
";
    let theory = PatienceQueue::new(1.0 / 20.0, 1.0 / 180.0, 9, Law::Exponential(180.0)).unwrap();
    let mut figures = queue_figures(&theory, &[20.0]);
    figures[1] = figures[1].clone().sharply();
    agree("G_exp: M/M/(4+5)+M, two streams", yaml, &figures);
}

/// What this suite counts is what a run says, and one long run with batch means agrees too.
#[test]
fn runs_say_the_same() {
    let center = Center {
        hours: 100,
        warm_up: 2,
        per_hour: 180.0,
        patience: "{exponential: 3m}",
        talk: "{exponential: 3m}",
        agents: 9,
        lines: None,
    };
    let (scenario, replications) = read("runs say the same", &center.yaml());
    let results = experiment::run(&scenario, &experiment::Settings::default(), |_, _| {}).unwrap();
    assert_eq!(results.replications, replications);
    let days = simulate(&scenario, replications, &[]);
    for (metric, estimate) in OVERALL.iter().zip(results.estimates.overall.ratios()) {
        let mut ratio = Ratio::default();
        for day in &days {
            let (a, b) = (metric.ratio)(&day[0]);
            // Totals are of the hours that are counted.
            ratio.add(a, if metric.unit.is_total() { f64::from(center.hours) } else { b });
        }
        let close = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * a.abs(),
            (a, b) => a == b,
        };
        assert!(close(ratio.pooled(), estimate.pooled()), "{}", metric.name);
        assert!(close(ratio.standard_error(), estimate.standard_error()), "{}", metric.name);
    }

    let yaml = center.yaml().replace("replications: 40", "replications: 1").replace("length: 102h", "length: 6002h");
    let (scenario, _) = read("one long run", &yaml);
    let results = experiment::run(&scenario, &experiment::Settings::default(), |_, _| {}).unwrap();
    let theory = erlang_a(1.0 / 20.0, 1.0 / 180.0, 1.0 / 180.0, 9).unwrap();
    for (name, exact) in [
        ("wait_probability", theory.p_wait),
        ("occupancy", theory.occupancy),
        ("queue_abandonment", theory.p_abandon),
        ("mean_wait", theory.mean_wait),
    ] {
        let index = OVERALL.iter().position(|metric| metric.name == name).unwrap();
        let ratio = results.estimates.overall.ratios()[index];
        let (simulated, error) = (ratio.pooled().unwrap(), ratio.standard_error().unwrap());
        let z = (simulated - exact) / error;
        println!("one long run: {name:42} {exact:12.7} {simulated:12.7}  z {z:6.2}");
        assert!(z.abs() < 4.0, "one long run: {name} is {simulated} ± {error}, not {exact}");
        assert!(error < 0.02 * exact, "one long run: {name} is known to {error} only");
    }
}

/// The harness itself: a queue that is 2 % off is told apart.
#[test]
fn a_wrong_theory_is_rejected() {
    let center = Center {
        hours: 300,
        warm_up: 2,
        per_hour: 180.0,
        patience: "{exponential: 3m}",
        talk: "{exponential: 3m}",
        agents: 9,
        lines: None,
    };
    let theory = erlang_a(1.0 / 20.0, 1.0 / 180.0, 1.0 / 180.0, 9).unwrap();
    let right = overall("wait_probability", theory.p_wait);
    let wrong = |factor| right.clone().times(factor);
    let verdicts = verdicts("a wrong queue", &center.yaml(), &[right.clone(), wrong(1.02), wrong(0.98)]);
    let agree: Vec<bool> = verdicts.iter().map(Verdict::agrees).collect();
    assert_eq!(agree, [true, false, false]);
}
