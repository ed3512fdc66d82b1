//! Scenarios of every kind, for the laws that must hold in all of them.

use proptest::prelude::*;

/// A scenario in parts, so that it can be written in another order, or with a part more or less.
#[derive(Debug, Clone)]
pub(crate) struct Center {
    pub(crate) seed: u32,
    pub(crate) steady: bool,
    pub(crate) span: String,
    pub(crate) intents: Vec<u32>,
    /// The name and the rest of every stream.
    pub(crate) streams: Vec<(String, String)>,
    pub(crate) lines: Option<u32>,
    pub(crate) callers: String,
    pub(crate) ivr: Option<String>,
    pub(crate) queues: Vec<(String, String)>,
    /// The name of every group, its counts, and its queues.
    pub(crate) groups: Vec<(String, String, Vec<String>)>,
}

impl Center {
    /// The file, its sections rotated and its queues and groups in another order by this number.
    pub(crate) fn written(&self, order: usize) -> String {
        let named = |entries: &[(String, String)]| {
            entries.iter().map(|(name, rest)| format!("  {name}: {rest}\n")).collect::<Vec<_>>().concat()
        };
        let mut queues = self.queues.clone();
        let mut groups = self.groups.clone();
        if order > 0 {
            let by = order % queues.len();
            queues.rotate_left(by);
            groups.reverse();
        }
        let groups: Vec<(String, String)> = groups
            .iter()
            .map(|(name, count, queues)| (name.clone(), format!("{{count: {count}, queues: [{}]}}", queues.join(", "))))
            .collect();
        let weights: Vec<String> =
            self.intents.iter().enumerate().map(|(i, weight)| format!("  i{i}: {weight}\n")).collect();
        let mut sections = vec![
            "version: 1\n".to_owned(),
            format!("seed: {}\nname: generated\n", self.seed),
            format!("{}\n", self.span),
            "replications: 7\n".to_owned(),
            format!("intents:\n{}", weights.concat()),
            format!("arrivals:\n{}", named(&self.streams)),
            format!("callers: {{{}}}\n", self.callers),
            "customers: {known_number: 50%}\n".to_owned(),
            format!("queues:\n{}", named(&queues)),
            format!("agents:\n{}", named(&groups)),
        ];
        if !self.steady {
            sections.push("schedules: {office: {open: \"08:00\", close: \"09:00\"}}\n".to_owned());
        }
        sections.extend(self.lines.map(|lines| format!("lines: {lines}\n")));
        if self.ivr.as_ref().is_some_and(|ivr| ivr.contains("{language:")) {
            sections.push("languages: {en: 50%, es: 30%, fr: 20%}\n".to_owned());
        }
        sections.extend(self.ivr.as_ref().map(|ivr| format!("ivr: {{{ivr}}}\n")));
        let by = order % sections.len();
        sections.rotate_left(by);
        sections.concat()
    }

    pub(crate) fn yaml(&self) -> String {
        self.written(0)
    }
}

fn one_of(choices: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(choices)
}

/// Laws of times in a center, with constants among them, which tie.
fn talk() -> impl Strategy<Value = &'static str> {
    one_of(&["60s", "120s", "{exponential: 90s}", "{lognormal: {mean: 80s, cv: 1.1}}", "{gamma: {mean: 60s, cv: 0.5}}"])
}

fn work() -> impl Strategy<Value = &'static str> {
    one_of(&["0s", "60s", "{exponential: 20s}"])
}

fn patience(steady: bool) -> impl Strategy<Value = &'static str> {
    let mut choices = vec![
        "{exponential: 3m}",
        "{weibull: {shape: 0.7, mean: 4m}}",
        "{ivr: {exponential: 5m}, queue: {lognormal: {mean: 3m, cv: 1}}}",
        "2m",
        "{hyperexponential: [{share: 30%, mean: 1m}, {share: 70%, mean: 8m}]}",
        "{uniform: {from: 20s, to: 5m}}",
        "{ivr: never, queue: {empirical: [30s, 1m, 7m]}}",
    ];
    if !steady {
        choices.push("never");
    }
    prop::sample::select(choices)
}

fn callers(steady: bool) -> impl Strategy<Value = String> {
    let share = |most: u32| prop_oneof![2 => Just(0_u32), 1 => 1..=most];
    (
        patience(steady),
        share(20),
        (0_u32..=50, 0_u32..=50),
        (share(30), share(50), share(20), share(40)),
        (share(60), any::<bool>(), one_of(&["", ", per_error: 1.5"])),
        one_of(&[
            "",
            ", hazard: {per_error: 1.7}",
            ", hazard: {ivr: 0.5, per_level: 1.5, per_error: 2}",
            ", hazard: {per_error: 1.5, after_announcement: {factor: 4, lasts: 20s}}",
        ]),
        (share(30), share(30), share(30), one_of(&["", ", memory: {beyond: 1, forgets: 20%}"])),
    )
        .prop_map(|(patience, at_once, (ahead, press), (wrong, missed, extra, slip), (zero, listens, errors), hazard, nothing)| {
            let (person, any, away, memory) = nothing;
            let listening = if listens { format!("dial_ahead: {ahead}%, press_when_heard: {press}%") } else { String::new() };
            format!(
                "patience: {patience}, hang_up_at_once: {at_once}%, listening: {{{listening}}}, mistakes: {{wrong_option: {wrong}%, \
                 missed_option: {{share: {missed}%, extra_per_level_above: {extra}%}}, key_slip: {slip}%}}, \
                 zero_out: {{share: {zero}%{errors}}}{hazard}, nothing_fits: {{zero: {person}%, any_key: {any}%, hang_up: {away}%}}{memory}"
            )
        })
}

/// What an option or a step leads to.
fn leaf(queues: usize) -> impl Strategy<Value = String> {
    prop_oneof![
        6 => (0..queues).prop_map(|queue| format!("{{queue: q{queue}}}")),
        2 => (0..queues, 0_u32..=100).prop_map(|(queue, success)| format!(
            "{{self_service: {{takes: {{exponential: 40s}}, success: {success}%, failed: {{queue: q{queue}}}}}}}"
        )),
        1 => Just("{self_service: 20s}".to_owned()),
        1 => Just("{transfer_out: 5s}".to_owned()),
        1 => Just("voicemail".to_owned()),
        1 => (0..queues).prop_map(|queue| format!("{{self_service: {{takes: 15s, then: {{queue: q{queue}}}}}}}")),
    ]
}

fn ivr(steady: bool, queues: usize, intents: usize) -> impl Strategy<Value = String> {
    let defaults = (0_u32..3, 0_u32..3, any::<bool>(), prop_oneof![Just(None), (0..queues).prop_map(Some)]).prop_map(
        |(silences, slips, barge_in, then)| {
            let then = then.map_or("disconnect".to_owned(), |queue| format!("{{queue: q{queue}}}"));
            format!(
                "defaults: {{no_input: {{after: 5s, say: 1s, retries: {silences}}}, no_match: {{say: 3s, retries: {slips}}}, \
                 then: {then}, barge_in: {barge_in}}}"
            )
        },
    );
    let written = (
        prop::collection::vec(leaf(queues), 3..10),
        1_usize..=3,
        0..queues,
        any::<bool>(),
        (any::<bool>(), any::<bool>(), 0_u32..=100),
        any::<bool>(),
    )
        .prop_map(move |(leaves, depth, person, operator, (hours, digits, valid), languages)| {
            // Every level has its share of the leaves; all but the last lead on to the next.
            let names = ["main", "inner", "deep"];
            let mut menus = Vec::new();
            for level in 0..depth {
                let mut options = vec![];
                if level > 0 {
                    options.push("{key: star, prompt: 2s, then: back}".to_owned());
                }
                for (index, leaf) in leaves.iter().enumerate().filter(|(index, _)| index % depth == level) {
                    let wanted = index % (intents + 1);
                    let serves = if wanted < intents { format!("for: i{wanted}, ") } else { String::new() };
                    options.push(format!("{{key: {}, prompt: 2.5s, {serves}then: {leaf}}}", index + 10));
                }
                if level + 1 < depth {
                    // Now and then through a step.
                    let next = if digits && level == 0 { "notice" } else { names[level + 1] };
                    options.insert(1.min(options.len()), format!("{{key: 9, prompt: 3s, then: {next}}}"));
                }
                options.push("{key: 8, prompt: 1s, then: repeat}".to_owned());
                if operator {
                    options.push(format!("{{key: 0, operator: true, announced: false, then: {{queue: q{person}}}}}"));
                }
                if languages && level == 1 {
                    options.push("{key: 7, prompt: 1s, then: {language: fr, go: repeat}}".to_owned());
                }
                menus.push(format!("{}: {{intro: 1s, options: [{}]}}", names[level], options.join(", ")));
            }
            let after = names[1.min(depth - 1)];
            let mut first = if digits { "number" } else { "main" };
            if languages {
                let choice = |key: u32, language: &str| {
                    let prompt = "{en: 1.5s, es: 2s, fr: 2.5s}";
                    format!("{{key: {key}, prompt: {prompt}, then: {{language: {language}, go: {first}}}}}")
                };
                menus.push(format!("speech: {{options: [{}, {}]}}", choice(1, "en"), choice(2, "es")));
                first = "speech";
            }
            let start = if hours && !steady { "hours" } else { first };
            let hours = if steady {
                String::new()
            } else {
                format!(", hours: {{when: [{{open: office, then: {first}}}], then: closed}}")
            };
            let steps = format!("notice: {{say: 4s, then: {after}}}, closed: {{say: 6s, then: disconnect}}, number: {{collect: {{digits: 4, \
                skip_if: known_number, look_up: 2s, valid: {valid}%, tries: 2}}, then: main, failed: {{queue: q{person}}}}}{hours}"
            );
            format!("start: {start}, steps: {{{steps}}}, menus: {{{}}}", menus.join(", "))
        });
    let balanced = (1_u32..=3, 1_u32..=4, leaf(queues), prop_oneof![Just(None), (0..queues).prop_map(Some)]).prop_map(
        |(depth, options, then, operator)| {
            let operator = operator.map_or(String::new(), |queue| format!(", operator: {{queue: q{queue}}}"));
            format!("balanced: {{depth: {depth}, options: {options}, intro: 1s, prompt: 2s, then: {then}{operator}}}")
        },
    );
    (0_u32..9, defaults, prop_oneof![3 => written, 1 => balanced])
        .prop_map(|(greeting, defaults, tree)| format!("greeting: {greeting}s, {defaults}, {tree}"))
}

/// How many agents by clock time: some groups come only when callers wait already, some go before the end.
fn count(steady: bool, least: u32) -> BoxedStrategy<String> {
    let always = (least.max(1)..6).prop_map(|count| count.to_string());
    if steady {
        return always.boxed();
    }
    let by_clock = (least..4, least..6, 0_u32..5)
        .prop_map(|(a, b, c)| format!("{{\"00:00\": {a}, \"07:45\": {b}, \"08:40\": {c}}}"));
    let late = (1_u32..6, 0_u32..4).prop_map(|(a, b)| format!("{{\"07:45\": {a}, \"08:40\": {b}}}"));
    prop_oneof![always, by_clock, late].boxed()
}

fn center_of(steady: bool, queues: usize, intents: usize) -> impl Strategy<Value = Center> {
    let queue = (
        talk(),
        work(),
        one_of(&["of_queued", "of_answered", "without_short_abandons", "short_abandons_are_good"]),
        prop_oneof![Just(None), one_of(&["0s", "20s", "60s", "2m"]).prop_map(Some)],
        one_of(&["", ", misrouted: 0s", ", misrouted: 60s", ", misrouted: {exponential: 40s}"]),
        one_of(&["", ", while_waiting: [{every: 30s, say: 5s}, {after: 0s, say: 8s}]"]),
    );
    let group = (count(steady, 0), prop::collection::vec(0..queues, 1..=queues));
    let streams = prop::collection::vec((30_u32..160, any::<bool>(), 0..queues, any::<bool>()), 1..=2);
    (
        (any::<u32>(), one_of(&["07:10", "07:30", "08:00"]), one_of(&["08:50", "09:15", "09:20"])),
        prop::collection::vec(1_u32..5, intents),
        streams,
        prop_oneof![2 => Just(None), 1 => (3_u32..30).prop_map(Some)],
        callers(steady),
        prop::option::weighted(0.7, ivr(steady, queues, intents)),
        prop::collection::vec(queue, queues),
        (count(steady, 1), any::<bool>(), prop::collection::vec(group, 0..=2)),
    )
        .prop_map(
            move |((seed, from, to), intents, streams, lines, callers, ivr, rules, (first, drop, groups))| {
                let streams: Vec<(String, String)> = streams
                    .iter()
                    .enumerate()
                    .map(|(index, &(rate, busy, queue, direct))| {
                        let cv = if busy && !steady { ", daily_volume_cv: 20%" } else { "" };
                        let queue = if direct || ivr.is_none() { format!(", queue: q{queue}") } else { String::new() };
                        (format!("s{index}"), format!("{{per_hour: {rate}{cv}{queue}}}"))
                    })
                    .collect();
                let rules: Vec<(String, String)> = rules
                    .iter()
                    .enumerate()
                    .map(|(index, (talk, work, formula, overflow, misrouted, says))| {
                        let to = (index + 1) % queues;
                        let overflow = overflow
                            .filter(|_| queues > 1)
                            .map_or(String::new(), |after| format!(", overflow: {{after: {after}, to: q{to}}}"));
                        let target = format!("target: {{within: 20s, formula: {formula}}}");
                        let times = format!("talk: {talk}, after_call_work: {work}{misrouted}{says}");
                        (format!("q{index}"), format!("{{{times}, {target}{overflow}}}"))
                    })
                    .collect();
                // The first group serves every queue, but perhaps one whose callers come to it by overflow.
                let dropped = drop && queues > 1 && rules[0].1.contains("overflow");
                let mut all: Vec<String> = (usize::from(dropped)..queues).map(|queue| format!("q{queue}")).collect();
                all.reverse();
                let mut crews = vec![("m".to_owned(), first, all)];
                for (index, (count, queues)) in groups.into_iter().enumerate() {
                    let mut served: Vec<String> = Vec::new();
                    for queue in queues {
                        let name = format!("q{queue}");
                        if !served.contains(&name) {
                            served.push(name);
                        }
                    }
                    crews.push((["z", "a"][index].to_owned(), count, served));
                }
                let span = if steady {
                    "steady: {length: 90m, warm_up: 20m}".to_owned()
                } else {
                    format!("day: {{from: \"{from}\", to: \"{to}\"}}")
                };
                Center { seed, steady, span, intents, streams, lines, callers, ivr, queues: rules, groups: crews }
            },
        )
}

/// Any center.
pub(crate) fn center() -> impl Strategy<Value = Center> {
    (prop::bool::weighted(0.25), 1_usize..=3, 1_usize..=4)
        .prop_flat_map(|(steady, queues, intents)| center_of(steady, queues, intents))
}
