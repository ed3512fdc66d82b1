//! Steps and self-services: what is no menu.

use super::{Exit, Stop, Walk};
use crate::center::draw::Purpose;
use crate::center::event::{Event, Outcome, Progress};
use crate::center::model::StepKindRun;
use crate::scenario::resolved::{Action, Collect, SelfService, SelfServiceId};

impl<'a, S: FnMut(f64, Event)> Walk<'a, S> {
    pub(super) fn step(&mut self, index: usize) -> Result<&'a Action, Stop> {
        let (kind, then) = &self.reading.steps[index];
        match kind {
            StepKindRun::Say(seconds) => self.announce(*seconds)?,
            StepKindRun::Wait(law) => {
                self.waits += 1;
                self.pass(law.inverse_hazard(self.draws.exponential(Purpose::Wait, self.waits, 0)))?;
            }
            StepKindRun::When(branches) => {
                let clock = self.arrived + self.age;
                let open = |&&(from, until, _): &&(f64, f64, Action)| from <= clock && clock < until;
                return Ok(branches.iter().find(open).map_or(then, |(_, _, action)| action));
            }
            StepKindRun::Collect(prompt, collect) => return self.collect(*prompt, collect, then),
        }
        Ok(then)
    }

    fn collect(&mut self, prompt: f64, collect: &'a Collect, then: &'a Action) -> Result<&'a Action, Stop> {
        if collect.skip_if_known && self.known {
            return Ok(then);
        }
        self.collects += 1;
        for attempt in 0..collect.tries {
            self.pass(prompt + collect.entry + collect.look_up)?;
            if self.draws.happens(collect.valid, Purpose::Collect, self.collects, attempt) {
                return Ok(then);
            }
            self.err(1);
        }
        self.fell_back = true;
        Ok(&collect.failed)
    }

    /// Uses a self-service. Whoever came to it by a wrong choice cannot succeed in it.
    pub(super) fn serve_itself(&mut self, id: SelfServiceId) -> Result<&'a Action, Stop> {
        let service: &'a SelfService = &self.tree.self_services[id.index()];
        self.services += 1;
        let seconds = service.takes.inverse_hazard(self.draws.exponential(Purpose::SelfServiceTime, self.services, 0));
        let began = self.age;
        self.progress = Progress::SelfService;
        let passed = self.pass(seconds);
        let success = passed.is_ok()
            && !self.misrouted
            && self.draws.happens(service.success, Purpose::SelfServiceSuccess, self.services, 0);
        let used = Event::UsedSelfService { service: id, success, hung_up: passed.is_err(), seconds: self.age - began };
        (self.say)(self.arrived + self.age, used);
        passed?;
        if !success {
            return Ok(&service.failed);
        }
        self.served_itself = self.served_itself.or_else(|| Some(self.clock.spent(self.law, self.age)));
        service.then.as_ref().ok_or(Stop::Exit(Exit::Ended(Outcome::SelfServed)))
    }
}
