//! Centers with contacts of all channels, of few customers, so that these often have several at once.

use proptest::prelude::*;

/// A center in which contacts of all channels meet.
#[derive(Debug, Clone)]
pub(crate) struct Desk {
    seed: u32,
    /// One long run, with people enough, instead of a day.
    steady: bool,
    lines: Option<u32>,
    customers: String,
    conversations: String,
    streams: String,
    patience: &'static str,
    hazard: &'static str,
    /// What the calls' first queue says to those who wait.
    says: &'static str,
    /// How much days differ in how busy they are.
    busy: &'static str,
    ivr: bool,
    overflow: bool,
    queues: [String; 5],
    /// The counts, and how agents take contacts.
    groups: [(u32, String); 3],
}

impl Desk {
    /// The same center with so many lines.
    pub(crate) fn with_lines(&self, lines: u32) -> Self {
        Self { lines: Some(lines), ..self.clone() }
    }

    /// The same center in one long run.
    pub(crate) fn steadily(&self) -> Self {
        Self { steady: true, ..self.clone() }
    }

    pub(crate) fn yaml(&self) -> String {
        let Self { seed, customers, conversations, streams, patience, hazard, says, queues, groups, .. } = self;
        let [first, second, chats, messages, mails] = queues;
        let ivr = if self.ivr {
            "intents: {a: 2, b: 1}\nivr: {start: ask, steps: {ask: {collect: {digits: 4, skip_if: known_number, tries: 2}, \
             then: main, failed: {queue: first}}}, menus: {main: {options: [{key: 1, prompt: 3s, for: a, then: {queue: \
             first}}, {key: 2, prompt: 4s, for: b, then: {queue: second}}]}}}\n"
        } else {
            "intents: {a: 1}\n"
        };
        let by = if self.ivr { "" } else { ", queue: first" };
        let overflow = if self.overflow { ", overflow: {after: 40s, to: second}" } else { "" };
        let lines = self.lines.map_or(String::new(), |lines| format!("lines: {lines}\n"));
        let [(phones, how), (blended, blended_how), (desk, desk_how)] = groups;
        let busy = if self.steady { "" } else { self.busy };
        let (span, by_clock, more) = if self.steady {
            ("steady: {length: 90m, warm_up: 10m}", blended.to_string(), 8)
        } else {
            ("day: {from: \"08:00\", to: \"09:30\"}", format!("{{\"08:00\": {blended}, \"09:00\": 1}}"), 0)
        };
        let desk = desk + more;
        format!(
            "version: 1\nseed: {seed}\nreplications: 5\n{span}\n{lines}\
             arrivals:\n  voice: {{per_hour: 120{busy}{by}}}\n  other: {{per_hour: 30, queue: second}}\n{streams}\
             customers: {{{customers}}}\nconversations: {{{conversations}}}\n\
             callers: {{patience: {patience}, mistakes: {{wrong_option: 10%}}{hazard}}}\n{ivr}\
             queues:\n  first: {{talk: {first}{overflow}{says}}}\n  second: {{talk: {second}}}\n  chats: {{channel: chat, {chats}}}\n  \
             messages: {{channel: message, {messages}}}\n  mails: {{channel: email, {mails}}}\n\
             agents:\n  phones: {{count: {phones}, queues: [first, second]{how}}}\n  \
             blended: {{count: {by_clock}, queues: [chats, first, mails, messages]{blended_how}}}\n  \
             desk: {{count: {desk}, queues: [messages, chats, mails, second]{desk_how}}}\n"
        )
    }
}

fn one_of(choices: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(choices)
}

fn talk() -> impl Strategy<Value = &'static str> {
    one_of(&[
        "90s",
        "{exponential: 2m}",
        "{lognormal: {mean: 3m, cv: 1}}, after_call_work: 20s",
        "60s, after_call_work: {exponential: 30s}",
    ])
}

/// A center; with `offers` agents may take time to accept, and miss some.
pub(crate) fn desk(offers: bool) -> impl Strategy<Value = Desk> {
    let customers = (1_u32..40, 0_u32..=4, one_of(&["0", "0.8"]), any::<bool>());
    let conversations = (0_u32..=4, one_of(&["3m", "20m", "9h"]), one_of(&["0s", "10m", "2h"]));
    let rates = (20_u32..60, 20_u32..50, 5_u32..30);
    let patience = one_of(&[
        "{exponential: 1m}",
        "45s",
        "{exponential: 3m}",
        "{ivr: {exponential: 5m}, queue: {lognormal: {mean: 90s, cv: 1}}}",
    ]);
    let patiences = (
        patience,
        one_of(&["{exponential: 2m}", "3m"]),
        one_of(&[
            "",
            ", hazard: {ivr: 0.5, per_level: 1.5, per_error: 2}",
            ", hazard: {per_error: 1.5, after_announcement: {factor: 4, lasts: 20s}}",
        ]),
        one_of(&["", ", while_waiting: [{every: 30s, say: 5s}, {after: 0s, say: 8s}]"]),
    );
    let queues = (
        (talk(), talk(), talk(), talk(), talk()),
        one_of(&[
            "",
            ", leave_silently: {share: 50%}",
            ", leave_silently: {share: 100%, noticed_after: {exponential: 40s}}",
        ]),
        one_of(&["", ", fall_silent: {share: 30%, time_out: 3m}"]),
        (10_u32..300, 10_u32..300, 10_u32..2000),
    );
    let taking: &'static [&'static str] = if offers {
        &["", ", accept: {exponential: 4s}", ", accept: 3s, missed: {share: 20%, after: 15s}", ", missed: {share: 40%}"]
    } else {
        &[""]
    };
    let at_once = || one_of(&["", ", at_once: 2", ", at_once: {most: 3, slower: 30%}"]);
    let groups =
        ((1_u32..3, 1_u32..4, 1_u32..4), (one_of(taking), one_of(taking), one_of(taking)), (at_once(), at_once()));
    (any::<u32>(), customers, conversations, rates, patiences, queues, groups, any::<(bool, bool, bool)>()).prop_map(
        |(seed, customers, conversations, rates, patiences, queues, groups, (ivr, overflow, busy_days))| {
            let ((a, b, c, d, e), silent, falls, (soon, later, late)) = queues;
            let (counts, taking, at_once) = groups;
            let (count, known, uneven, found_again) = customers;
            let (patience, chat_patience, hazard, says) = patiences;
            let (closed, idle, reopen) = conversations;
            Desk {
                seed,
                steady: false,
                lines: None,
                customers: format!(
                    "count: {count}, known_number: {}%, uneven: {uneven}, found_again: {found_again}",
                    25 * known
                ),
                conversations: format!("closed_by_agent: {}%, idle: {idle}, reopen_within: {reopen}", 25 * closed),
                streams: format!(
                    "  chat: {{per_hour: {}, queue: chats, patience: {}}}\n  text: {{channel: message, per_hour: {}, queue: \
                     messages}}\n  email: {{per_hour: {}, queue: mails}}\n",
                    rates.0, chat_patience, rates.1, rates.2
                ),
                patience,
                hazard,
                says,
                busy: if busy_days { ", daily_volume_cv: 30%" } else { "" },
                ivr,
                overflow,
                queues: [
                    a.to_owned(),
                    b.to_owned(),
                    format!("talk: {c}, target: {{within: {soon}s}}{silent}"),
                    format!("talk: {d}, target: {{within: {later}s}}{falls}"),
                    format!("talk: {e}, target: {{within: {late}s}}"),
                ],
                groups: [
                    (counts.0, taking.0.to_owned()),
                    (counts.1, format!("{}{}", at_once.0, taking.1)),
                    (counts.2, format!("{}{}", at_once.1, taking.2)),
                ],
            }
        },
    )
}
