//! The IVR as a tree: what is said, the second at which each option comes up, and where it leads.

use std::fmt::Write;

use super::number::{clock, duration};
use crate::scenario::resolved::{
    Action, Condition, Ivr, LanguageId, MenuId, Prompt, Scenario, Spoken, StepId, StepKind,
};

/// The IVR of a scenario, drawn for a terminal. Seconds count from the call's beginning for a caller who waits until
/// the option is read out and then takes it, in the first language until the way drawn chooses another. Without an IVR, where each stream's contacts wait.
pub fn tree(scenario: &Scenario) -> String {
    let Some(ivr) = &scenario.ivr else {
        return without_ivr(scenario);
    };
    let mut drawing = Drawing {
        scenario,
        ivr,
        out: String::new(),
        language: LanguageId(0),
        menus: vec![false; ivr.menus.len()],
        steps: vec![false; ivr.steps.len()],
    };
    let _ = writeln!(drawing.out, "{}", scenario.name);
    let _ = writeln!(
        drawing.out,
        "{:>8}  what a caller hears who waits, and where it leads (along the first way drawn)",
        "second"
    );
    if let [first, _, ..] = scenario.languages.as_slice() {
        let _ = writeln!(drawing.out, "{:>8}  in {} until another language is chosen", "", first.name);
    }
    let greeting = drawing.seconds(&ivr.greeting);
    if greeting > 0.0 {
        drawing.line(0.0, 0, &format!("greeting {}", drawing.spoken(&ivr.greeting)));
    }
    drawing.follow(&ivr.start, greeting, 0);
    drawing.out
}

fn without_ivr(scenario: &Scenario) -> String {
    let mut out = format!("{}\n  no IVR\n", scenario.name);
    for stream in &scenario.streams {
        let queue = stream.queue.map_or("nowhere", |queue| &scenario.queues[queue.index()].name);
        let _ = writeln!(out, "  {} → queue {queue}", stream.name);
    }
    out
}

struct Drawing<'a> {
    scenario: &'a Scenario,
    ivr: &'a Ivr,
    out: String,
    /// The language of the way that is being drawn.
    language: LanguageId,
    /// What has been drawn already and is only named again.
    menus: Vec<bool>,
    steps: Vec<bool>,
}

impl Drawing<'_> {
    fn line(&mut self, second: f64, depth: usize, text: &str) {
        let _ = writeln!(self.out, "{second:>8.1}  {}{text}", "  ".repeat(depth));
    }

    /// Draws what comes after an action.
    fn follow(&mut self, action: &Action, second: f64, depth: usize) {
        match action {
            Action::Menu(menu) => self.menu(*menu, second, depth),
            Action::Step(step) => self.step(*step, second, depth),
            Action::SelfService(service) => {
                let service = &self.ivr.self_services[service.index()];
                if let Some(then) = &service.then {
                    self.follow(then, second + service.takes.mean(), depth);
                }
                self.follow(&service.failed, second + service.takes.mean(), depth);
            }
            Action::Language(language, go) => {
                let before = std::mem::replace(&mut self.language, *language);
                self.follow(go, second, depth);
                self.language = before;
            }
            _ => {}
        }
    }

    fn menu(&mut self, id: MenuId, second: f64, depth: usize) {
        if std::mem::replace(&mut self.menus[id.index()], true) {
            return;
        }
        let ivr = self.ivr;
        let menu = &ivr.menus[id.index()];
        let intro_seconds = self.seconds(&menu.intro);
        let intro = if intro_seconds > 0.0 { format!(" {}", self.spoken(&menu.intro)) } else { String::new() };
        self.line(second, depth, &format!("menu {}{intro}", menu.name));
        let decide = self.scenario.callers.listening.decide;
        let mut time = second + intro_seconds;
        let same = |index: usize| index > 0 && menu.options[index].then == menu.options[index - 1].then;
        for (index, option) in menu.options.iter().enumerate() {
            let arrow = format!("→ {}", self.name(&option.then));
            if option.announced {
                self.line(time, depth + 1, &format!("[{}] {} {arrow}", option.key, self.spoken(&option.prompt)));
                time += self.seconds(&option.prompt);
            } else {
                let _ =
                    writeln!(self.out, "{:>8}  {}[{}] not announced {arrow}", "", "  ".repeat(depth + 1), option.key);
            }
            // The options of a balanced tree all lead alike: one of them stands for all.
            if !same(index) {
                self.follow(&option.then, time + decide, depth + 2);
            }
        }
        let fallback = self.name(&menu.then);
        let wait = duration(menu.no_input.after);
        let again = match menu.no_input.retries {
            0 => String::new(),
            1 => " again once, then".into(),
            retries => format!(" again up to {retries} times, then"),
        };
        self.line(time, depth + 1, &format!("silence for {wait}:{again} → {fallback}"));
    }

    fn step(&mut self, id: StepId, second: f64, depth: usize) {
        if std::mem::replace(&mut self.steps[id.index()], true) {
            return;
        }
        let ivr = self.ivr;
        let step = &ivr.steps[id.index()];
        let then = self.name(&step.then);
        match &step.kind {
            StepKind::Say(prompt) => {
                self.line(second, depth, &format!("{}: {} → {then}", step.name, self.spoken(prompt)));
                self.follow(&step.then, second + self.seconds(prompt), depth);
            }
            StepKind::Wait(law) => {
                let mean = super::number::short(law.mean());
                self.line(second, depth, &format!("{}: takes {mean} s on average → {then}", step.name));
                self.follow(&step.then, second + law.mean(), depth);
            }
            StepKind::When(branches) => {
                let open: Vec<String> = branches
                    .iter()
                    .map(|(Condition::Open(schedule), action)| {
                        let hours = &self.scenario.schedules[schedule.index()];
                        let (from, to) = (clock(hours.open), clock(hours.close));
                        format!("{} open ({from}-{to}) → {}", hours.name, self.name(action))
                    })
                    .collect();
                self.line(second, depth, &format!("{}: {}; else → {then}", step.name, open.join("; ")));
                for (_, action) in branches {
                    self.follow(action, second, depth + 1);
                }
                self.follow(&step.then, second, depth + 1);
            }
            StepKind::Collect(collect) => {
                let asked = self.seconds(&collect.prompt);
                let prompt = if asked > 0.0 { self.spoken(&collect.prompt) } else { "digits".into() };
                let skip = if collect.skip_if_known { " skipped for known numbers;" } else { "" };
                let chance = if collect.valid < 1.0 {
                    let (tries, valid) = (collect.tries, 100.0 * collect.valid);
                    let plural = if tries == 1 { "try" } else { "tries" };
                    format!(" {tries} {plural}, {valid:.0} % valid → {then}, else → {}", self.name(&collect.failed))
                } else {
                    format!(" → {then}")
                };
                let text = format!("{}: {prompt}{skip}{chance}", step.name);
                self.line(second, depth, &text);
                let seconds = asked + collect.entry + collect.look_up;
                self.follow(&step.then, second + seconds, depth);
                if collect.valid < 1.0 {
                    self.follow(&collect.failed, second + f64::from(collect.tries) * seconds, depth);
                }
            }
        }
    }

    /// Where an action leads, in words.
    fn name(&self, action: &Action) -> String {
        match action {
            Action::Menu(menu) => format!("menu {}", self.ivr.menus[menu.index()].name),
            Action::Step(step) => self.ivr.steps[step.index()].name.clone(),
            Action::Repeat => "this menu again".into(),
            Action::Back => "the menu before".into(),
            Action::Disconnect => "disconnect".into(),
            Action::Voicemail => "voicemail".into(),
            Action::Queue(queue) => format!("queue {}", self.scenario.queues[queue.index()].name),
            Action::TransferOut(law) => format!("another number, after {} s", super::number::short(law.mean())),
            Action::Language(language, go) => {
                format!("{} in {}", self.name(go), self.scenario.languages[language.index()].name)
            }
            Action::SelfService(service) => {
                let service = &self.ivr.self_services[service.index()];
                let (mean, success) = (super::number::short(service.takes.mean()), 100.0 * service.success);
                let then = service.then.as_ref().map_or("done".into(), |then| self.name(then));
                if service.success >= 1.0 {
                    return format!("self-service, {mean} s → {then}");
                }
                let failed = self.name(&service.failed);
                format!("self-service, {mean} s, {success:.0} % → {then}, else → {failed}")
            }
        }
    }

    /// How long a prompt takes in the language of this way.
    fn seconds(&self, prompt: &Prompt) -> f64 {
        prompt.seconds(self.language)
    }

    /// A prompt: its text, or how long it takes; and how long in the languages in which that is another time.
    fn spoken(&self, prompt: &Prompt) -> String {
        let Spoken { seconds, text } = prompt.spoken(self.language);
        let length = |seconds: f64| format!("{} s", super::number::short(seconds));
        let mut notes: Vec<String> = if text.is_some() { Vec::new() } else { vec![length(*seconds)] };
        for (language, id) in self.scenario.languages.iter().zip((0..).map(LanguageId)) {
            let other = prompt.seconds(id);
            if other.to_bits() != seconds.to_bits() {
                notes.push(format!("{} {}", language.name, length(other)));
            }
        }
        let told = text.iter().map(|text| format!("“{}”", text.trim()));
        let notes = (!notes.is_empty()).then(|| format!("({})", notes.join("; ")));
        told.chain(notes).collect::<Vec<_>>().join(" ")
    }
}
