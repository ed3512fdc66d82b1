//! Chats and e-mails against theory, where it exists.

use hangup::theory::{erlang_a, erlang_c, priority_waits};

use crate::harness::{agree, of_queue, overall};

/// Agents with several chats at once, whom that does not slow, are as many servers.
#[test]
fn chats_at_once_are_as_many_servers() {
    let yaml = "
version: 1
replications: 40
steady: {length: 220h, warm_up: 20h}
arrivals: {chat: {per_hour: 80, queue: chats}}
callers: {patience: never}
queues: {chats: {channel: chat, talk: {exponential: 8m}}}
agents: {desk: {count: 4, queues: [chats], at_once: 3}}
";
    let theory = erlang_c(80.0 / 3600.0, 1.0 / 480.0, 12).unwrap();
    agree(
        "C1: four agents with three chats at once are M/M/12",
        yaml,
        &[
            overall("handle_time", 480.0).sharply(),
            overall("wait_probability", theory.p_wait),
            of_queue(0, "mean_wait", theory.mean_wait),
        ],
    );
}

/// The same with patience.
#[test]
fn impatient_chats_at_once_are_as_many_servers() {
    let yaml = "
version: 1
replications: 40
steady: {length: 220h, warm_up: 20h}
arrivals: {chat: {per_hour: 100, queue: chats, patience: {exponential: 5m}}}
callers: {patience: never}
queues: {chats: {channel: chat, talk: {exponential: 8m}}}
agents: {desk: {count: 6, queues: [chats], at_once: 2}}
";
    let theory = erlang_a(100.0 / 3600.0, 1.0 / 480.0, 1.0 / 300.0, 12).unwrap();
    agree(
        "C2: six agents with two chats at once are M/M/12+M",
        yaml,
        &[
            overall("handle_time", 480.0).sharply(),
            overall("wait_probability", theory.p_wait),
            overall("queue_abandonment", theory.p_abandon),
            of_queue(0, "mean_wait", theory.mean_wait),
        ],
    );
}

/// E-mails in the gaps between calls are the second class of two, whatever the group prefers.
#[test]
fn emails_are_worked_on_in_the_gaps() {
    let yaml = "
version: 1
replications: 40
steady: {length: 320h, warm_up: 20h}
arrivals: {voice: {per_hour: 60, queue: calls}, email: {per_hour: 120, queue: mails}}
callers: {patience: never}
queues: {mails: {channel: email, talk: {exponential: 3m}}, calls: {talk: {exponential: 3m}}}
agents: {a: {count: 10, queues: [mails, calls]}}
";
    let theory = priority_waits(&[1.0 / 60.0, 1.0 / 30.0], 1.0 / 180.0, 10).unwrap();
    agree(
        "C3: calls before e-mails",
        yaml,
        &[
            overall("occupancy", 0.9).sharply(),
            overall("wait_probability", theory.p_wait),
            of_queue(1, "mean_wait", theory.mean_wait[0]),
            of_queue(0, "mean_wait", theory.mean_wait[1]),
        ],
    );
}

/// Two classes with their own patience (the V-model): solved as a Markov chain.
#[test]
fn calls_before_chats_with_their_own_patience() {
    let yaml = "
version: 1
replications: 40
steady: {length: 320h, warm_up: 20h}
arrivals: {voice: {per_hour: 80, queue: calls}, chat: {per_hour: 90, queue: chats, patience: {exponential: 6m}}}
callers: {patience: {exponential: 2m}}
queues: {calls: {talk: {exponential: 3m}}, chats: {channel: chat, talk: {exponential: 3m}}}
agents: {a: {count: 8, queues: [calls, chats]}}
";
    let rates =
        VModel { arrivals: [80.0 / 3600.0, 90.0 / 3600.0], mu: 1.0 / 180.0, theta: [1.0 / 120.0, 1.0 / 360.0], n: 8 };
    let [calls, chats] = rates.abandonment();
    agree(
        "C4: calls before chats, each with their patience",
        yaml,
        &[of_queue(0, "queue_abandonment", calls).sharply(), of_queue(1, "queue_abandonment", chats).sharply()],
    );
    // The chain itself, where the answer is known: with equal patience, both together are Erlang A.
    let equal = VModel { theta: [1.0 / 200.0; 2], ..rates };
    let [calls, chats] = equal.abandonment();
    let [a, b] = equal.arrivals;
    let theory = erlang_a(a + b, equal.mu, 1.0 / 200.0, 8).unwrap();
    assert!(((a * calls + b * chats) / (a + b) - theory.p_abandon).abs() < 1e-9);
}

/// Two classes of one service rate, the first served first, without preemption, each with exponential patience.
#[derive(Clone, Copy)]
struct VModel {
    arrivals: [f64; 2],
    mu: f64,
    theta: [f64; 2],
    n: usize,
}

impl VModel {
    /// The share of each class that abandons, from the stationary distribution by Gauss-Seidel on a truncated grid.
    fn abandonment(&self) -> [f64; 2] {
        const MOST: usize = 90;
        let Self { arrivals: [a, b], mu, theta: [s, t], n } = *self;
        let busy = n as f64 * mu;
        // p[q1][q2] with all busy; free[k] with k < n busy.
        let mut p = vec![vec![0.0_f64; MOST + 1]; MOST + 1];
        let mut free = vec![0.0_f64; n];
        free.fill(1.0);
        for _ in 0..6000 {
            for k in 0..n {
                let from_below = if k > 0 { (a + b) * free[k - 1] } else { 0.0 };
                let above = if k + 1 < n { free[k + 1] } else { p[0][0] };
                let leaves = a + b + k as f64 * mu;
                free[k] = (from_below + (k + 1) as f64 * mu * above) / leaves;
            }
            let mut largest: f64 = 0.0;
            for q in 0..=MOST {
                for r in 0..=MOST {
                    let mut enters = 0.0;
                    if q == 0 && r == 0 {
                        enters += (a + b) * free[n - 1];
                    }
                    if q > 0 {
                        enters += a * p[q - 1][r];
                    }
                    if r > 0 {
                        enters += b * p[q][r - 1];
                    }
                    if q < MOST {
                        enters += (busy + (q + 1) as f64 * s) * p[q + 1][r];
                    }
                    if r < MOST {
                        let served = if q == 0 { busy } else { 0.0 };
                        enters += (served + (r + 1) as f64 * t) * p[q][r + 1];
                    }
                    let arrives = if q < MOST { a } else { 0.0 } + if r < MOST { b } else { 0.0 };
                    let new = enters / (arrives + busy + q as f64 * s + r as f64 * t);
                    largest = largest.max((new - p[q][r]).abs());
                    p[q][r] = new;
                }
            }
            let sum = free.iter().sum::<f64>() + p.iter().flatten().sum::<f64>();
            free.iter_mut().chain(p.iter_mut().flatten()).for_each(|p| *p /= sum);
            if largest / sum < 1e-15 {
                break;
            }
        }
        let states = || p.iter().enumerate().flat_map(|(q, row)| row.iter().enumerate().map(move |(r, p)| (q, r, *p)));
        let mean = |of: fn(usize, usize) -> usize| states().map(|(q, r, p)| p * of(q, r) as f64).sum::<f64>();
        [s * mean(|q, _| q) / a, t * mean(|_, r| r) / b]
    }
}
