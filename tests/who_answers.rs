//! Who answers whom: the longest idle agent of the groups that prefer the queue most, and the first who came of the queue
//! that the agent prefers.

mod common;

use common::{Answer, Call, scenario, told};
use hangup::scenario::resolved::Scenario;

/// Two queues, and groups that see them in their own order.
fn center(per_hour: [u32; 2], groups: &str) -> Scenario {
    let [q, r] = per_hour;
    scenario(&format!(
        "version: 1\nday: {{from: \"08:00\", to: \"11:00\"}}\narrivals:\n  a: {{per_hour: {q}, queue: q}}\n  b: {{per_hour: {r}, queue: r}}\n\
         callers: {{patience: {{exponential: 4m}}}}\nqueues:\n  q: {{talk: {{exponential: 2m}}, after_call_work: {{exponential: 20s}}}}\n  \
         r: {{talk: {{exponential: 2m}}}}\nagents:\n{groups}"
    ))
}

/// All calls, and all answers in the order of time.
fn answered(scenario: &Scenario) -> (Vec<Call>, Vec<Answer>) {
    let calls = told::<false>(scenario, 0).calls();
    let mut answers: Vec<Answer> = calls.iter().filter_map(Call::answer).collect();
    answers.sort_by(|a, b| a.time.total_cmp(&b.time));
    (calls, answers)
}

/// Since when every agent of these groups had been idle at each answer; the busy ones infinitely late. The agents of a
/// group are numbered through, and all come at eight.
fn idle_since(answers: &[Answer], agents: &[u32]) -> Vec<Vec<Vec<f64>>> {
    let mut free: Vec<Vec<f64>> = agents.iter().map(|&count| vec![8.0 * 3600.0; count as usize]).collect();
    let at_answer = |answer: &Answer| {
        // Who is answered after a wait is answered by the one who has just come free.
        let idle = |&until: &f64| if until <= answer.time { until } else { f64::INFINITY };
        let before = free.iter().map(|group| group.iter().map(idle).collect()).collect();
        free[answer.group][answer.agent as usize] = answer.time + answer.talk + answer.work;
        before
    };
    answers.iter().map(at_answer).collect()
}

#[test]
fn the_agent_who_has_been_idle_longest_answers() {
    // Both groups prefer `q` alike; `r` is nobody's but the second's.
    let scenario = center([120, 20], "  one: {count: 5, queues: [q]}\n  two: {count: 4, queues: [q, r]}\n");
    let (_, answers) = answered(&scenario);
    let mut choices = [0; 2];
    for (answer, idle) in answers.iter().zip(idle_since(&answers, &[5, 4])) {
        let groups: &[usize] = if answer.queue == 0 { &[0, 1] } else { &[1] };
        let of_all = groups.iter().flat_map(|&group| &idle[group]);
        let earliest = of_all.clone().copied().fold(f64::INFINITY, f64::min);
        assert_eq!(idle[answer.group][answer.agent as usize], earliest, "{answer:?}");
        choices[answer.queue] += usize::from(of_all.filter(|since| since.is_finite()).count() > 1);
    }
    assert!(choices[0] > 100 && choices[1] > 20, "there were several to choose from: {choices:?}");
}

#[test]
fn groups_answer_what_they_prefer_before_others_do() {
    let scenario = center([60, 60], "  one: {count: 3, queues: [q, r]}\n  two: {count: 3, queues: [r, q]}\n");
    let (_, answers) = answered(&scenario);
    let (mut helped, mut passed_over) = (0, 0);
    for (answer, idle) in answers.iter().zip(idle_since(&answers, &[3, 3])) {
        let somebody = |group: usize| idle[group].iter().any(|since| since.is_finite());
        // The queues are in the order of the groups that prefer them.
        let preferred = answer.queue;
        if somebody(preferred) {
            assert_eq!(answer.group, preferred, "{answer:?}");
            let earliest = |group: usize| idle[group].iter().copied().fold(f64::INFINITY, f64::min);
            passed_over += usize::from(earliest(1 - preferred) < earliest(preferred));
        } else {
            helped += 1;
        }
    }
    assert!(
        helped > 20 && passed_over > 20,
        "{helped} helped, {passed_over} who had been idle longer were passed over"
    );
}

#[test]
fn a_free_agent_takes_a_call_of_the_queue_they_prefer() {
    let scenario = center([90, 90], "  team: {count: 5, queues: [r, q]}\n");
    let (calls, answers) = answered(&scenario);
    let stays = |call: &Call| call.answer().map_or(call.end().0, |answer| answer.time);
    let mut both = 0;
    for answer in answers.iter().filter(|answer| answer.waited > 0.0) {
        let waits = |queue: usize| {
            calls.iter().any(|call| {
                call.queued().is_some_and(|(joined, of)| of == queue && joined < answer.time)
                    && stays(call) > answer.time
            })
        };
        assert!(answer.queue == 1 || !waits(1), "{answer:?}");
        both += usize::from(answer.queue == 1 && waits(0));
    }
    assert!(both > 50, "only {both} times somebody waited in both");
}

#[test]
fn who_came_first_is_answered_first() {
    let scenario = center([150, 30], "  one: {count: 3, queues: [q, r]}\n  two: {count: 3, queues: [r, q]}\n");
    let (mut calls, _) = answered(&scenario);
    calls.sort_by(|a, b| a.arrived().total_cmp(&b.arrived()));
    for queue in 0..2 {
        let mine: Vec<Answer> = calls.iter().filter_map(Call::answer).filter(|answer| answer.queue == queue).collect();
        assert!(mine.windows(2).all(|two| two[0].time <= two[1].time));
        assert!(mine.iter().filter(|answer| answer.waited > 0.0).count() > 20);
    }
}
