//! What must hold between the exact formulas, and reference values at the edges of their range.
//!
//! The numbers were computed outside this crate with 25 to 30 digits: direct quadrature of the M/M/n+G integrals, and a
//! dynamic programme over path times in exact fractions.

use std::time::{Duration, Instant};

use hangup::{
    law::{Empirical, Gamma, Hyperexponential, Law, Lognormal, Phase, Triangular, Uniform, Weibull},
    theory::{
        Handover, IvrTree, Listener, PathTimes, Patience, PatienceQueue, Survival, TrunkLines, WholeSystem,
        WholeSystemWithLines, ZeroOut, erlang_a, erlang_b, erlang_c, finite_lines, mg1, optimal_breadth,
        priority_waits,
    },
};

#[track_caller]
fn close(what: &str, actual: f64, expected: f64, tolerance: f64) {
    assert!(
        (actual - expected).abs() <= tolerance * expected.abs(),
        "{what} is {actual}, not {expected}: off by {:e}",
        actual / expected - 1.0
    );
}

fn bank() -> Law {
    Law::Hyperexponential(Hyperexponential::new([
        Phase { share: 0.2441, mean: 76.01 },
        Phase { share: 0.7559, mean: 878.0 },
    ]))
}

fn laws() -> Vec<Law> {
    vec![
        Law::Exponential(180.0),
        bank(),
        Law::Weibull(Weibull::from_mean(0.3, 180.0)),
        Law::Weibull(Weibull::from_mean(40.0, 180.0)),
        Law::Lognormal(Lognormal { mu: 5.872, sigma: 1.964 }),
        Law::Lognormal(Lognormal::from_mean(180.0, 0.01)),
        Law::Gamma(Gamma::from_mean(180.0, 0.4)),
        Law::Gamma(Gamma::from_mean(180.0, 500.0)),
        Law::Uniform(Uniform { low: 5.0, high: 25.0 }),
        Law::Triangular(Triangular { low: 5.0, mode: 12.0, high: 25.0 }),
        Law::Constant(60.0),
        Law::Constant(0.0),
        Law::Empirical(Empirical::new((1..=500).map(|i| f64::from(i * i % 997)).collect())),
    ]
}

#[test]
fn queues_of_extreme_patience() {
    // p_wait, p_abandon, mean offered wait, mean wait, mean wait of the served
    let cases = [
        (
            1.0 / 20.0,
            180.0,
            9,
            Law::Weibull(Weibull::from_mean(0.3, 180.0)),
            [
                0.318_997_079_099_139,
                0.196_917_508_734_697,
                8.953_165_227_343_88,
                3.506_386_990_592_17,
                3.204_183_472_244_34,
            ],
        ),
        (
            0.1,
            180.0,
            9,
            Law::Weibull(Weibull::from_mean(0.3, 180.0)),
            [
                0.782_852_328_533_854,
                0.519_527_861_750_655,
                31.866_316_180_556_3,
                11.423_145_856_390_9,
                16.868_064_055_638_6,
            ],
        ),
        (
            0.08,
            180.0,
            12,
            bank(),
            [
                0.852_357_834_819_953,
                0.192_033_799_278_44,
                80.645_786_174_229_3,
                66.102_936_591_191_3,
                69.990_983_318_492_3,
            ],
        ),
        (
            0.06,
            180.0,
            9,
            Law::Lognormal(Lognormal { mu: 5.872, sigma: 1.964 }),
            [
                0.833_623_706_990_67,
                0.201_202_159_925_048,
                88.768_009_865_793_1,
                71.361_307_648_456_3,
                75.212_538_255_418_6,
            ],
        ),
        (
            0.12,
            100.0,
            10,
            Law::Constant(60.0),
            [
                0.865_832_435_818_528,
                0.192_662_852_708_276,
                37.626_776_346_549_6,
                35.700_147_819_466_9,
                29.901_233_627_055_4,
            ],
        ),
        (
            0.6,
            60.0,
            30,
            Law::Uniform(Uniform { low: 5.0, high: 25.0 }),
            [
                0.805_573_427_415_506,
                0.184_480_624_776_187,
                7.273_006_607_419_95,
                6.454_993_339_235_91,
                5.785_535_701_338_67,
            ],
        ),
    ];
    for (lambda, service, servers, law, expected) in cases {
        let queue = PatienceQueue::new(lambda, 1.0 / service, servers, &law).unwrap();
        let actual = [queue.p_wait, queue.p_abandon, queue.mean_offered_wait, queue.mean_wait, queue.mean_wait_served];
        for (actual, expected) in actual.into_iter().zip(expected) {
            close(&format!("{law:?}"), actual, expected, 1e-11);
        }
    }
}

#[test]
fn flows_balance_for_every_law_and_load() {
    for law in laws() {
        for (servers, load) in
            [(1, 0.3), (1, 3.0), (9, 9.0), (200, 180.0), (2000, 1000.0), (2000, 2000.0), (2000, 6000.0)]
        {
            let lambda = load / 180.0;
            let case = format!("{law:?} with {load} erlangs on {servers}");
            let queue = PatienceQueue::new(lambda, 1.0 / 180.0, servers, &law).unwrap();
            let [waited, lost] = [queue.p_wait, queue.p_abandon];
            assert!((0.0..=1.0 + 1e-12).contains(&waited) && lost <= waited * (1.0 + 1e-12), "{case}");
            // What comes in goes out: (1 + (λ - nμ)J)/Z against the positive integral, by way of the occupancy.
            close(&case, queue.occupancy, load / f64::from(servers) * (1.0 - lost), 1e-9);
            // Busy servers without waiting: P(W = 0) by the loss formula's share, ε/Z with ε = 1/B(n-1).
            let below = 1.0 / erlang_b(servers - 1, load);
            if below.is_finite() && waited < 0.999 && waited > 1e-6 {
                let normal = below / (1.0 - waited);
                let integral = waited * normal / lambda;
                let spare = f64::from(servers) / 180.0 - lambda;
                assert!(
                    (lost * normal - (1.0 - spare * integral)).abs() < 1e-11 * (1.0 + (spare * integral).abs()),
                    "{case}"
                );
            }
            for t in [0.0, 1e-3, 7.0, 20.0, 60.0, 400.0] {
                let levels = queue.service_levels(t);
                let all = levels.served_or_short_abandons + queue.p_wait_beyond(t);
                close(&case, all, 1.0, 1e-9);
                close(&case, levels.virtual_wait + queue.p_offered_wait_beyond(t), 1.0, 1e-9);
                assert!(levels.served_of_offered <= levels.served_of_served * (1.0 + 1e-12), "{case}");
            }
            close(&case, queue.p_served_within(1e9) + lost, 1.0, 1e-9);
            close(&case, queue.p_abandon_within(1e9).max(1e-300), lost.max(1e-300), 1e-9);
        }
    }
}

#[test]
fn exponential_patience_by_three_ways() {
    for (lambda, mu, theta, servers) in
        [(48.0, 1.0, 0.5, 50), (0.05, 1.0 / 180.0, 1.0 / 240.0, 9), (5000.0, 1.0, 4.0, 2000)]
    {
        let closed = erlang_a(lambda, mu, theta, servers).unwrap();
        let law = Law::Exponential(1.0 / theta);
        let function = Survival { survival: |x: f64| (-theta * x).exp(), mean: 1.0 / theta, breakpoints: Vec::new() };
        let [by_law, by_function] = [
            PatienceQueue::new(lambda, mu, servers, &law as &dyn Patience).unwrap(),
            PatienceQueue::new(lambda, mu, servers, &function as &dyn Patience).unwrap(),
        ];
        for queue in [by_law, by_function] {
            close("p_wait", queue.p_wait, closed.p_wait, 1e-12);
            close("p_abandon", queue.p_abandon, closed.p_abandon, 1e-12);
            close("mean_wait", queue.mean_wait, closed.mean_wait, 1e-12);
        }
    }
}

#[test]
fn no_patience_is_erlang_b_and_endless_patience_erlang_c() {
    for (servers, load) in [(1, 0.5), (9, 8.0), (50, 49.0), (2000, 1950.0)] {
        let impatient = PatienceQueue::new(load, 1.0, servers, Law::Constant(0.0)).unwrap();
        close("blocking", impatient.p_abandon, erlang_b(servers, load), 1e-12);
        assert_eq!(impatient.mean_wait, 0.0);

        let patient = PatienceQueue::new(load, 1.0, servers, Law::Never).unwrap();
        let erlang = erlang_c(load, 1.0, servers).unwrap();
        close("p_wait", patient.p_wait, erlang.p_wait, 1e-12);
        close("mean_wait", patient.mean_wait, erlang.mean_wait, 1e-12);
        close("mean_wait_served", patient.mean_wait_served, erlang.mean_wait, 1e-12);
        close("p_wait_beyond", patient.p_wait_beyond(0.3), erlang.p_wait_beyond(0.3), 1e-11);
        assert_eq!(patient.p_abandon, 0.0);
    }
    assert!(PatienceQueue::new(2.0, 1.0, 2, Law::Never).is_none());
}

#[test]
fn an_overload_of_patient_callers_neither_overflows_nor_takes_long() {
    let start = Instant::now();
    for mean in [1.0, 1e3, 1e6, 1e12] {
        let queue = PatienceQueue::new(4000.0, 1.0, 2000, Law::Exponential(mean)).unwrap();
        close("p_abandon", queue.p_abandon, 0.5, 1e-9);
        let queue = PatienceQueue::new(4000.0, 1.0, 2000, Law::Weibull(Weibull::from_mean(0.3, mean))).unwrap();
        close("p_abandon", queue.p_abandon, 0.5, 1e-9);
    }
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}

#[test]
fn rare_hang_ups_keep_their_digits() {
    // P(Ab) → θ E W of Erlang C as θ → 0.
    for mean in [1e6, 1e9, 1e12] {
        let queue = PatienceQueue::new(0.8, 1.0, 1, Law::Exponential(mean)).unwrap();
        close("p_abandon", queue.p_abandon, 4.0 / mean, 200.0 / mean);
        close("closed form", erlang_a(0.8, 1.0, 1.0 / mean, 1).unwrap().p_abandon, queue.p_abandon, 1e-12);
    }
}

#[test]
fn bad_queues_have_no_answer() {
    let law = Law::Exponential(1.0);
    for (lambda, mu, servers) in [
        (-1.0, 1.0, 1),
        (f64::NAN, 1.0, 1),
        (1.0, 0.0, 1),
        (1.0, f64::INFINITY, 1),
        (1.0, 1.0, 0),
        (f64::INFINITY, 1.0, 1),
    ] {
        assert!(PatienceQueue::new(lambda, mu, servers, &law).is_none(), "{lambda} {mu} {servers}");
        assert_eq!(erlang_a(lambda, mu, 1.0, servers), None, "{lambda} {mu} {servers}");
    }
    let empty = PatienceQueue::new(0.0, 1.0, 3, &law).unwrap();
    assert_eq!((empty.p_wait, empty.mean_wait, empty.p_served_within(0.0)), (0.0, 0.0, 1.0));
    let broken = Survival { survival: |_| f64::NAN, mean: 1.0, breakpoints: Vec::new() };
    assert!(PatienceQueue::new(1.0, 1.0, 1, broken).is_none());
}

fn tree(depth: u32, options: u32) -> IvrTree {
    IvrTree {
        greeting: 6.0,
        intro: 2.0,
        prompt: 3.0,
        decide: 1.5,
        depth,
        options,
        error: 0.05,
        error_cost: 3.0,
        retries: 2,
        ..IvrTree::default()
    }
}

#[test]
fn trees_with_zero_outs_and_uneven_targets() {
    let uneven = IvrTree {
        targets: vec![5.0, 3.0, 1.0, 1.0],
        zero_out: Some(ZeroOut { share: 0.08, after: 4.0 }),
        ..tree(3, 4)
    };
    let result = uneven.with(&Law::Weibull(Weibull::from_mean(0.75, 240.0))).unwrap();
    for (level, expected) in [0.062_979_838_362_4, 0.046_238_508_015_11, 0.036_393_461_634_688].into_iter().enumerate()
    {
        close("level", result.abandon_by_level[level], expected, 1e-12);
    }
    close("greeting", result.abandon_greeting, 0.069_154_724_392_227, 1e-12);
    close("fail", result.fail, 0.000_223_908_614_967_02, 1e-12);
    close("zero_out", result.zero_out, 0.187_596_794_473_41, 1e-12);
    close("complete", result.complete, 0.597_412_764_507_2, 1e-12);
    close("mean_time", result.mean_time, 31.124_562_910_765, 1e-12);
    close("mean_hold", result.mean_hold, 26.861_639_843_01, 1e-12);

    let odd = IvrTree {
        greeting: 2.71,
        intro: 0.35,
        prompt: 2.913,
        decide: 1.01,
        error: 0.12,
        error_cost: 2.2,
        retries: 1,
        listener: Listener::Full,
        zero_out: Some(ZeroOut { share: 0.1, after: 1.3 }),
        ..tree(2, 3)
    };
    let result = odd.with(&Law::Lognormal(Lognormal { mu: 5.872, sigma: 1.964 })).unwrap();
    close("level 1", result.abandon_by_level[0], 0.040_210_509_333_214, 1e-11);
    close("level 2", result.abandon_by_level[1], 0.032_468_928_410_521, 1e-11);
    close("greeting", result.abandon_greeting, 0.006_528_599_687_312_8, 1e-11);
    close("fail", result.fail, 0.021_726_555_987_619, 1e-12);
    close("zero_out", result.zero_out, 0.182_716_341_078_66, 1e-12);
    close("complete", result.complete, 0.716_349_065_502_68, 1e-12);
    close("mean_time", result.mean_time, 22.667_153_884_16, 1e-12);
    close("mean_hold", result.mean_hold, 21.649_615_211_845, 1e-12);
}

/// Trees of all kinds, some with durations that have no common tick.
fn trees() -> Vec<IvrTree> {
    let zero_out = Some(ZeroOut { share: 0.08, after: 4.0 });
    vec![
        tree(1, 1),
        tree(3, 4),
        tree(8, 2),
        IvrTree { listener: Listener::Full, zero_out, ..tree(4, 3) },
        IvrTree { targets: vec![0.0, 2.0, 1.0], retries: 0, ..tree(3, 3) },
        IvrTree { prompt: 1.0 / 3.0, intro: 0.1, decide: std::f64::consts::PI, zero_out, ..tree(3, 5) },
        IvrTree { error: 1.0, ..tree(2, 3) },
        IvrTree { error: 0.9, retries: 30, ..tree(2, 3) },
        IvrTree { depth: 0, ..tree(1, 3) },
        IvrTree::default(),
    ]
}

#[test]
fn the_closed_form_and_the_path_times_agree() {
    for tree in trees() {
        let paths = PathTimes::new(&tree).unwrap();
        for mean in [1.0, 30.0, 240.0, 1e7, 1e14] {
            let law = Law::Exponential(mean);
            let [closed, exact] = [tree.with(&law).unwrap(), paths.with(&law).unwrap()];
            let case = format!("{tree:?} at {mean}");
            for (l, level) in closed.abandon_by_level.iter().enumerate() {
                let tolerance =
                    1e-11 * level + 1e-15 * closed.enter_by_level[l] * (1.0 + tree.greeting.max(30.0)) / mean;
                assert!((level - exact.abandon_by_level[l]).abs() <= tolerance, "{case}: level {l}");
            }
            close(&case, exact.abandon, closed.abandon, 1e-11);
            close(&case, exact.complete, closed.complete, 1e-11);
            close(&case, exact.fail, closed.fail, 1e-11);
            close(&case, exact.zero_out, closed.zero_out, 1e-11);
            close(&case, exact.mean_time, closed.mean_time, 1e-12);
            close(&case, exact.mean_hold, closed.mean_hold, 1e-11);
            // Hanging up at rate 1/mean while there.
            close(&case, closed.mean_hold, closed.abandon * mean, 1e-11);
        }
    }
}

#[test]
fn everybody_ends_somewhere_whatever_their_patience() {
    for tree in trees() {
        let endless = tree.with(&Law::Never).unwrap();
        assert_eq!(endless.abandon, 0.0);
        close("mean_hold", endless.mean_hold, endless.mean_time, 1e-13);
        for law in laws() {
            let result = tree.with(&law).unwrap();
            close(&format!("{law:?}"), result.abandon + result.complete + result.fail + result.zero_out, 1.0, 1e-12);
            assert!(result.mean_hold <= result.mean_time.min(law.mean()) * (1.0 + 1e-9), "{law:?} {tree:?}");
            assert!(result.complete <= endless.complete * (1.0 + 1e-12), "{law:?} {tree:?}");
        }
    }
}

#[test]
fn a_path_that_ends_exactly_with_the_patience_is_a_hang_up() {
    // 0.1 + 0.2 s, which is not 0.3 in binary.
    let short = IvrTree { greeting: 0.1, prompt: 0.2, ..IvrTree::default() };
    let result = short.with(&Law::Constant(0.3)).unwrap();
    assert_eq!((result.abandon_by_level[0], result.complete), (1.0, 0.0));
    assert_eq!(short.with(&Law::Constant(0.300_000_1)).unwrap().complete, 1.0);
    close("mean_hold", result.mean_hold, 0.3, 1e-14);
}

#[test]
fn a_level_factor_of_exponential_patience() {
    let plain = tree(2, 1);
    let hurried = IvrTree { level_factor: 3.0, error: 0.0, ..plain.clone() };
    let result = hurried.with(&Law::Exponential(100.0)).unwrap();
    // 6 s of greeting, 6.5 s a level.
    close("complete", result.complete, (-(6.0 + 6.5 + 3.0 * 6.5) / 100.0_f64).exp(), 1e-14);
    close("level 2", result.abandon_by_level[1], (-0.125_f64).exp() * -(-0.195_f64).exp_m1(), 1e-14);
    assert_eq!(
        IvrTree { level_factor: 0.0, ..plain.clone() }.with(&Law::Exponential(100.0)).unwrap().abandon_by_level[1],
        0.0
    );
    assert_eq!(hurried.with(&bank()), None);
}

#[test]
fn bad_trees_have_no_answer() {
    let law = Law::Exponential(100.0);
    for bad in [
        IvrTree { greeting: -1.0, ..tree(1, 2) },
        IvrTree { prompt: f64::NAN, ..tree(1, 2) },
        IvrTree { intro: f64::INFINITY, ..tree(1, 2) },
        IvrTree { error: 1.5, ..tree(1, 2) },
        IvrTree { options: 0, ..tree(1, 2) },
        IvrTree { targets: vec![1.0], ..tree(1, 2) },
        IvrTree { targets: vec![0.0, 0.0], ..tree(1, 2) },
        IvrTree { zero_out: Some(ZeroOut { share: 2.0, after: 1.0 }), ..tree(1, 2) },
        IvrTree { options: u32::MAX, depth: u32::MAX, ..tree(1, 2) },
    ] {
        assert_eq!(bad.with(&law), None, "{bad:?}");
        assert_eq!(bad.with(&bank()), None, "{bad:?}");
    }
    let huge = IvrTree { retries: u32::MAX, depth: 1000, ..tree(1, 9) };
    assert_eq!(huge.with(&bank()), None);
    assert!(huge.with(&law).is_some());
}

#[test]
fn deep_and_broad_trees_are_quick() {
    let start = Instant::now();
    for (depth, options) in [(8, 2), (1, 256), (8, 9), (4, 64), (8, 256)] {
        tree(depth, options).with(&bank()).unwrap();
    }
    // The same without a common tick.
    let odd = IvrTree { prompt: 1.0 / 3.0, decide: 0.777_777_7, ..tree(8, 16) };
    odd.with(&Law::Weibull(Weibull::from_mean(0.75, 240.0))).unwrap();
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

#[track_caller]
fn same_system(a: &WholeSystem, b: &WholeSystem, tolerance: f64) {
    close("ivr", a.ivr.abandon, b.ivr.abandon, tolerance);
    close("q", a.p_reach_queue, b.p_reach_queue, tolerance);
    close("p_wait", a.queue.p_wait, b.queue.p_wait, tolerance);
    close("p_abandon", a.p_abandon, b.p_abandon, tolerance);
    close("mean_wait_served", a.queue.mean_wait_served, b.queue.mean_wait_served, tolerance);
    close("served within 20", a.queue.p_served_within(20.0), b.queue.p_served_within(20.0), tolerance);
}

#[test]
fn whole_systems_by_different_ways() {
    let zero_out = Some(ZeroOut { share: 0.08, after: 4.0 });
    let ivr = IvrTree { zero_out, ..tree(3, 4) };
    let handover = Handover { complete: 0.8, fail: 0.5, zero_out: 1.0 };
    let system = |law: &Law| WholeSystem::new(1.0 / 20.0, 1.0 / 180.0, 6, &ivr, law, handover).unwrap();
    // The exponential law in four disguises: without memory, by its phases, by its hazard, by its survival function.
    let exponential = system(&Law::Exponential(240.0));
    let phases = [0.3, 0.7].map(|share| Phase { share, mean: 240.0 });
    same_system(&system(&Law::Hyperexponential(Hyperexponential::new(phases))), &exponential, 1e-11);
    same_system(&system(&Law::Weibull(Weibull { shape: 1.0, scale: 240.0 })), &exponential, 1e-11);
    same_system(&system(&Law::Gamma(Gamma { shape: 1.0, scale: 240.0 })), &exponential, 1e-9);
    // A law of atoms, and the same law with its atoms smeared by a microsecond or so.
    let atoms = system(&Law::Constant(90.2));
    let smeared = system(&Law::Uniform(Uniform { low: 90.2 - 1e-6, high: 90.2 + 1e-6 }));
    same_system(&atoms, &smeared, 1e-5);
    let sample = system(&Law::Empirical(Empirical::new(vec![90.2; 3])));
    same_system(&sample, &atoms, 1e-13);
    // A fresh clock of exponential patience is the old one.
    let law = Law::Exponential(240.0);
    let fresh = WholeSystem::with_fresh_patience(1.0 / 20.0, 1.0 / 180.0, 6, &ivr, [&law, &law], handover).unwrap();
    same_system(&fresh, &exponential, 1e-14);
}

#[test]
fn whole_systems_of_every_law_are_quick() {
    for law in laws() {
        let start = Instant::now();
        if law.mean() > 0.0 {
            let system = WholeSystem::new(0.05, 1.0 / 180.0, 8, &tree(4, 3), &law, Handover::default()).unwrap();
            assert!((0.0..=1.0).contains(&system.p_abandon), "{law:?}: {system:?}");
            assert!(system.p_abandon >= system.ivr.abandon);
        }
        assert!(start.elapsed() < Duration::from_secs(2), "{law:?}: {:?}", start.elapsed());
    }
}

#[test]
fn lines_in_plenty_are_no_lines_at_all() {
    let ivr = tree(2, 5);
    let few =
        |lines| WholeSystemWithLines::new(0.05, 1.0 / 180.0, [8, lines], &ivr, 240.0, Handover::default()).unwrap();
    let endless = WholeSystem::new(0.05, 1.0 / 180.0, 8, &ivr, &Law::Exponential(240.0), Handover::default()).unwrap();
    let many = few(400);
    close("p_abandon", many.p_abandon, endless.p_abandon, 1e-11);
    close("p_wait", many.lines.p_wait, endless.queue.p_wait, 1e-11);
    close("mean_wait", many.lines.mean_wait, endless.queue.mean_wait, 1e-11);
    assert!(few(12).lines.p_block > few(14).lines.p_block);
    // Nobody goes on to the agents: ports only, Erlang B at the mean holding time.
    let nobody = Handover { complete: 0.0, fail: 0.0, zero_out: 0.0 };
    let ports = WholeSystemWithLines::new(0.5, 1.0 / 180.0, [8, 20], &ivr, 240.0, nobody).unwrap();
    close("blocking", ports.lines.p_block, erlang_b(20, 0.5 * ports.ivr.mean_hold), 1e-12);
    assert_eq!(
        TrunkLines { lambda: 1.0, mean_ivr: 1.0, share_to_agents: 2.0, mu: 1.0, agents: 1, lines: 1, theta: 0.0 }
            .solve(),
        None
    );
}

proptest::proptest! {
    #[test]
    fn no_numbers_make_it_panic(
        a in proptest::num::f64::ANY, b in proptest::num::f64::ANY, c in proptest::num::f64::ANY,
        share in -0.1..1.1_f64, small in 0_u32..40, any in proptest::num::u32::ANY,
    ) {
        let _ = erlang_b(small, a);
        let _ = erlang_c(a, b, small);
        let _ = erlang_a(a, b, c, small);
        let _ = erlang_a(a.abs(), b.abs(), c.abs(), small);
        let _ = PatienceQueue::new(a.abs(), b.abs(), small, Law::Exponential(c)).map(|queue| queue.service_levels(c));
        let _ = PatienceQueue::new(share, 1.0, small, Law::Constant(c)).map(|queue| queue.service_levels(a));
        let _ = finite_lines(a.abs(), b.abs(), share, small, small + 3);
        let _ = finite_lines(a, b, c, any, small);
        let _ = optimal_breadth(a, b, c, Listener::Full);
        let _ = optimal_breadth(a.abs(), b.abs(), c.abs(), Listener::SelfTerminating);
        let _ = priority_waits(&[a, share], b, small);
        let _ = mg1(a, &Law::Constant(b));
        let _ = TrunkLines { lambda: a, mean_ivr: b, share_to_agents: share, mu: c, agents: small, lines: small, theta: 0.0 }
            .solve()
            .map(|result| result.p_wait_beyond(a));
        for retries in [small, any] {
            let tree = IvrTree {
                greeting: a, intro: b.abs(), prompt: c.abs(), error: share, options: small, depth: small, retries, ..tree(1, 1)
            };
            let _ = tree.with(&Law::Exponential(a.abs()));
            let small_tree = IvrTree { depth: 2, retries: 1, greeting: a.abs(), options: small % 5, ..tree };
            let _ = small_tree.with(&Law::Constant(b));
            let _ = small_tree.with(&bank());
        }
    }
}
