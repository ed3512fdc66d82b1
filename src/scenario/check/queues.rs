//! The queues: their times, targets and overflow.

use super::draft::{Hole, QueueDraft};
use super::{Check, Known};
use crate::law::Law;
use crate::scenario::diagnostic::Problem;
use crate::scenario::field::{Field, Placed};
use crate::scenario::file::prompt::{Said, spoken};
use crate::scenario::file::queues as file;
use crate::scenario::file::{File, duration, law};
use crate::scenario::place::Place;
use crate::scenario::resolved::{
    Channel, MOST_MESSAGES, Message, Overflow, Queue, QueueId, ServiceLevelFormula, Spoken, Target,
};

/// No message is said again sooner, in seconds.
const SOONEST: f64 = 1.0;

impl Check {
    /// The queues; `misrouting` names those to which a wrong choice can bring somebody.
    pub(super) fn queues(
        &mut self,
        file: &File,
        place: Place,
        known: &Known,
        misrouting: &[QueueId],
    ) -> Option<Vec<Queue>> {
        let section = match &file.queues {
            Field::Missing if file.ivr.is_missing() => {
                self.required(&file.queues, place, "the scenario", "queues", "queues: {general: {talk: 3m}}")?
            }
            Field::Missing => return Some(Vec::new()),
            Field::Broken => return None,
            Field::Given(section) => section,
        };
        let mut whole = true;
        let mut queues = Vec::new();
        for (id, (name, queue)) in (0..).map(QueueId).zip(section.value.pairs()) {
            if queue.is_none() {
                let overflow = Some(Err(Hole::blank(name.place)));
                self.draft.queues.push(QueueDraft { channel: None, talk: None, after_call_work: None, overflow });
            }
            match queue.and_then(|queue| self.one_queue(name, queue, file, known, misrouting.contains(&id))) {
                Some(queue) => queues.push(queue),
                None => whole = false,
            }
        }
        whole.then_some(queues)
    }

    fn one_queue(
        &mut self,
        name: &Placed<String>,
        queue: &Placed<file::Queue>,
        whole: &File,
        known: &Known,
        misrouting: bool,
    ) -> Option<Queue> {
        let owner = format!("the queue `{}`", name.value);
        let path = format!("queues.{}", name.value);
        let file::Queue { talk, after_call_work, misrouted, target, overflow, while_waiting, .. } = &queue.value;
        let file::Queue { channel, leave_silently, fall_silent, .. } = &queue.value;
        let channel = channel.or(Channel::Voice, |channel| self.channel(&channel.value, channel.place));
        let silent = self.silent(&path, channel, leave_silently);
        let falls_silent = self.falls_silent(&path, channel, fall_silent);
        let example = "talk: {lognormal: {mean: 180s, cv: 1.15}}";
        let talk = self.required(talk, queue.place, &owner, "talk", example).and_then(|talk| self.talk(talk));
        let work = self.default(
            after_call_work,
            &format!("{path}.after_call_work"),
            Law::Constant(0.0),
            "0s",
            |check, work| check.finite_law(work, "after-call work"),
        );
        let short = Law::Constant(30.0);
        let misrouted = if misrouting {
            let path = format!("{path}.misrouted");
            self.default(misrouted, &path, short, "30s", |check, law| check.finite_law(law, "a misrouted call"))
        } else {
            misrouted.or(short, |law| self.finite_law(law, "a misrouted call"))
        };
        let target = match target {
            Field::Missing => {
                self.assume(format!("{path}.target.within"), "20s");
                Some(Target { answer: None, within: 20.0, formula: ServiceLevelFormula::OfQueued })
            }
            Field::Broken => None,
            Field::Given(target) => self.target(&target.value, &path),
        };
        let meant = overflow.or(None, |overflow| self.overflow(name, overflow, known).map(Some));
        self.draft.queues.push(QueueDraft {
            channel,
            talk: talk.clone(),
            after_call_work: work.clone(),
            overflow: match overflow {
                Field::Missing => None,
                Field::Broken => Some(Err(Hole::blank(queue.place))),
                Field::Given(Placed { value, place }) => {
                    Some(self.meant(&known.queues, &value.to, *place).map(QueueId))
                }
            },
        });
        let while_waiting = while_waiting.or(Vec::new(), |messages| self.messages(messages, whole));
        Some(Queue {
            name: name.value.clone(),
            talk: talk?,
            after_call_work: work?,
            misrouted: misrouted?,
            target: target?,
            overflow: meant?,
            while_waiting: while_waiting?,
            channel: channel?,
            silent: silent?,
            falls_silent: falls_silent?,
        })
    }

    /// A talk time, which takes some time.
    pub(super) fn talk(&mut self, talk: &Placed<law::Law>) -> Option<Law> {
        let law = self.finite_law(talk, "a talk time")?;
        self.positive(law.mean(), talk.place, "the talk time").map(|_| law)
    }

    fn target(&mut self, target: &file::Target, path: &str) -> Option<Target> {
        let answer = target.answer.or(None, |share| Some(Some(share.value.0)));
        let within = self.duration(&target.within, &format!("{path}.target.within"), 20.0);
        let formula = target.formula.or(ServiceLevelFormula::OfQueued, |formula| {
            Some(match formula.value {
                file::Formula::OfQueued => ServiceLevelFormula::OfQueued,
                file::Formula::OfAnswered => ServiceLevelFormula::OfAnswered,
                file::Formula::WithoutShortAbandons => ServiceLevelFormula::WithoutShortAbandons,
                file::Formula::ShortAbandonsAreGood => ServiceLevelFormula::ShortAbandonsAreGood,
            })
        });
        Some(Target { answer: answer?, within: within?, formula: formula? })
    }

    fn overflow(
        &mut self,
        name: &Placed<String>,
        overflow: &Placed<file::Overflow>,
        known: &Known,
    ) -> Option<Overflow> {
        let file::Overflow { after, to } = &overflow.value;
        let after = self.required(after, overflow.place, "this overflow", "after", "after: 60s");
        let to = self.required(to, overflow.place, "this overflow", "to", "to: general");
        let to = to.and_then(|to| {
            if to.value == name.value {
                self.error(
                    "overflow-to-itself",
                    format!("the queue `{}` overflows to itself", name.value),
                    to.place,
                    "expected another queue",
                    "name another queue, or remove `overflow`",
                );
                return None;
            }
            self.queue(&known.queues, to)
        });
        Some(Overflow { after: after?.value.0, to: to? })
    }

    fn messages(&mut self, messages: &Placed<Vec<Field<file::Message>>>, whole: &File) -> Option<Vec<Message>> {
        let announced = whole.callers.given().and_then(|callers| callers.value.hazard.given());
        if !messages.value.is_empty() && announced.is_none_or(|hazard| hazard.value.after_announcement.is_missing()) {
            self.warning(
                "without-effect",
                "`while_waiting` has no effect while announcements leave patience alone",
                messages.place,
                "heard, but never heeded",
                "add `after_announcement: 1.8` to `callers.hazard`, or remove `while_waiting`",
            );
        }
        if messages.value.len() > MOST_MESSAGES {
            let number = u32::try_from(messages.value.len()).unwrap_or(u32::MAX);
            self.count(number, messages.place, "messages", 0, MOST_MESSAGES as u32)?;
        }
        let mut all = Some(Vec::new());
        for message in &messages.value {
            let message = message.given().and_then(|message| self.message(message, whole));
            all = all.zip(message).map(|(mut all, message)| {
                all.push(message);
                all
            });
        }
        all
    }

    fn message(&mut self, message: &Placed<file::Message>, whole: &File) -> Option<Message> {
        let Placed { value: file::Message { after, every, say }, place } = message;
        let prompt =
            self.required(say, *place, "this message", "say", "say: 6s").and_then(|say| self.said(&say.value, whole));
        let (begins, again) = match (after, every) {
            (Field::Broken, _) | (_, Field::Broken) => return None,
            (Field::Given(after), Field::Missing) => (after, false),
            (Field::Missing, Field::Given(every)) => (every, true),
            (Field::Given(first), Field::Given(second)) => {
                self.problems.push(
                    Problem::error(
                        "one-of",
                        "a message comes once or again and again, not both",
                        second.place,
                        "a second one",
                        "keep one of `after` and `every`, and make the other a message of its own",
                    )
                    .with(first.place, "the first one"),
                );
                return None;
            }
            (Field::Missing, Field::Missing) => {
                self.error(
                    "missing-field",
                    "this message does not say when it comes",
                    *place,
                    "expected `after` or `every` here",
                    "add `after: 30s` for once, or `every: 45s` for again and again",
                );
                return None;
            }
        };
        if again && begins.value.0 < SOONEST {
            self.error(
                "out-of-range",
                format!("this message comes every {}", duration::show(begins.value.0)),
                begins.place,
                "expected `1s` or more",
                "choose a longer time",
            );
            return None;
        }
        let prompt = prompt?;
        if again && prompt.seconds >= begins.value.0 {
            self.error(
                "out-of-order",
                format!(
                    "this message takes {} and comes again after {}",
                    duration::show((prompt.seconds * 100.0).round() / 100.0),
                    duration::show(begins.value.0)
                ),
                begins.place,
                "expected a time longer than the message",
                "choose a longer time, or a shorter message",
            );
            return None;
        }
        Some(Message { begins: begins.value.0, again, prompt })
    }

    /// What is said to those who wait, at the pace of the phone tree.
    fn said(&mut self, said: &Said, whole: &File) -> Option<Spoken> {
        let text = match said {
            Said::Length(seconds) => return Some(Spoken { seconds: *seconds, text: None }),
            Said::Text(text) => text,
        };
        let words_per_minute = whole.ivr.given().map_or(&Field::Missing, |ivr| &ivr.value.words_per_minute);
        if words_per_minute.is_missing() {
            self.assume_once("ivr.words_per_minute", "160");
        }
        // Out of range, it is reported where the phone tree is read.
        let words_per_minute = words_per_minute.or(160.0, |words| Some(words.value.0).filter(|words| *words > 0.0))?;
        Some(Spoken { seconds: spoken(text, words_per_minute), text: Some(text.clone()) })
    }
}
