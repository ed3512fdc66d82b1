//! The queues: their times, targets and overflow.

use super::{Check, Known};
use crate::law::Law;
use crate::scenario::field::{Field, Placed};
use crate::scenario::file::queues as file;
use crate::scenario::file::{File, law};
use crate::scenario::place::Place;
use crate::scenario::resolved::{Overflow, Queue, ServiceLevelFormula, Target};

impl Check {
    pub(super) fn queues(&mut self, file: &File, place: Place, known: &Known) -> Option<Vec<Queue>> {
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
        for (name, queue) in section.value.pairs() {
            match queue.and_then(|queue| self.one_queue(name, queue, known)) {
                Some(queue) => queues.push(queue),
                None => whole = false,
            }
        }
        whole.then_some(queues)
    }

    fn one_queue(&mut self, name: &Placed<String>, queue: &Placed<file::Queue>, known: &Known) -> Option<Queue> {
        let owner = format!("the queue `{}`", name.value);
        let path = format!("queues.{}", name.value);
        let file::Queue { talk, after_call_work, target, overflow, channel } = &queue.value;
        let voice = channel.or((), |channel| self.voice(&channel.value, channel.place, ""));
        let example = "talk: {lognormal: {mean: 180s, cv: 1.15}}";
        let talk = self.required(talk, queue.place, &owner, "talk", example).and_then(|talk| self.talk(talk));
        let work = self.default(
            after_call_work,
            &format!("{path}.after_call_work"),
            Law::Constant(0.0),
            "0s",
            |check, work| check.finite_law(work, "after-call work"),
        );
        let target = match target {
            Field::Missing => {
                self.assume(format!("{path}.target.within"), "20s");
                Some(Target { answer: None, within: 20.0, formula: ServiceLevelFormula::OfQueued })
            }
            Field::Broken => None,
            Field::Given(target) => self.target(&target.value, &path),
        };
        let overflow = overflow.or(None, |overflow| self.overflow(name, overflow, known).map(Some));
        voice?;
        Some(Queue {
            name: name.value.clone(),
            talk: talk?,
            after_call_work: work?,
            target: target?,
            overflow: overflow?,
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
}
