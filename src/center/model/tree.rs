//! The phone tree as it runs: when what is heard of it in each language, and where it leads.

use crate::center::right_queue::RightQueues;
use crate::center::wish::Wishes;
use crate::law::Law;
use crate::scenario::resolved::{Action, Collect, Condition, Ivr, LanguageId, Menu, Scenario, SelfService, StepKind};

/// The phone tree as it runs.
#[derive(Debug, Clone)]
pub(in crate::center) struct Tree {
    pub(in crate::center) start: Action,
    /// What is heard of it in each language; at least one.
    pub(in crate::center) readings: Vec<Reading>,
    pub(in crate::center) self_services: Vec<SelfService>,
    pub(in crate::center) wishes: Wishes,
    pub(in crate::center) right_queues: RightQueues,
    /// Whether every option stands for a destination of its own, so that a wrong choice is wrong although it leads to
    /// the right queue.
    pub(in crate::center) balanced: bool,
}

/// What is heard of a phone tree in one language.
#[derive(Debug, Clone)]
pub(in crate::center) struct Reading {
    pub(in crate::center) greeting: f64,
    pub(in crate::center) steps: Vec<(StepKindRun, Action)>,
    pub(in crate::center) menus: Vec<MenuRun>,
}

/// A step as it runs.
#[derive(Debug, Clone)]
pub(in crate::center) enum StepKindRun {
    Say(f64),
    Wait(Law),
    /// Opening hours in seconds from midnight, and where they lead.
    When(Vec<(f64, f64, Action)>),
    /// Digits to enter, and how long it takes to ask for them.
    Collect(f64, Collect),
}

/// A menu as it runs. Times count from the beginning of its intro.
#[derive(Debug, Clone)]
pub(in crate::center) struct MenuRun {
    /// How long the intro takes.
    pub(in crate::center) intro: f64,
    /// When each option has been read out; of an unannounced one, when the one before it has.
    pub(in crate::center) heard: Vec<f64>,
    pub(in crate::center) announced: Vec<bool>,
    pub(in crate::center) then: Vec<Action>,
    /// When the last option has been read out.
    pub(in crate::center) end: f64,
    pub(in crate::center) operator: Option<u32>,
    pub(in crate::center) no_input: RetryRun,
    pub(in crate::center) no_match: RetryRun,
    pub(in crate::center) barge_in: bool,
    pub(in crate::center) fallback: Action,
    /// The probability that the right option is missed here.
    pub(in crate::center) missed_option: f64,
    /// Whether it is no level.
    pub(in crate::center) only_offers_languages: bool,
    /// The options that are pressed by whoever presses any: read out, leading on, and not the operator's.
    pub(in crate::center) any_key: Vec<u32>,
}

/// What a menu does where it got no key that it knows.
#[derive(Debug, Clone, Copy)]
pub(in crate::center) struct RetryRun {
    /// How long it waits for a key: no time where a wrong one came.
    pub(in crate::center) after: f64,
    /// How long its message takes.
    pub(in crate::center) say: f64,
    /// How many times it is played again.
    pub(in crate::center) retries: u32,
}

pub(super) fn tree(scenario: &Scenario, ivr: &Ivr) -> Tree {
    let languages = scenario.languages.len().max(1);
    let wishes = Wishes::new(ivr, scenario.intents.len(), languages);
    let kinds = scenario.intents.len() * languages;
    let languages = (0..languages as u32).map(LanguageId);
    Tree {
        start: ivr.start.clone(),
        readings: languages.map(|language| reading(scenario, ivr, &wishes, language)).collect(),
        self_services: ivr.self_services.clone(),
        right_queues: RightQueues::new(ivr, &wishes, &scenario.schedules, kinds),
        balanced: ivr.balanced.is_some(),
        wishes,
    }
}

fn reading(scenario: &Scenario, ivr: &Ivr, wishes: &Wishes, language: LanguageId) -> Reading {
    let mistakes = scenario.callers.mistakes;
    Reading {
        greeting: ivr.greeting.seconds(language),
        steps: ivr
            .steps
            .iter()
            .map(|step| {
                let kind = match &step.kind {
                    StepKind::Say(prompt) => StepKindRun::Say(prompt.seconds(language)),
                    StepKind::Wait(law) => StepKindRun::Wait(law.clone()),
                    StepKind::Collect(collect) => {
                        StepKindRun::Collect(collect.prompt.seconds(language), collect.clone())
                    }
                    StepKind::When(branches) => StepKindRun::When(
                        branches
                            .iter()
                            .map(|(Condition::Open(schedule), action)| {
                                let hours = &scenario.schedules[schedule.index()];
                                (hours.open, hours.close, action.clone())
                            })
                            .collect(),
                    ),
                };
                (kind, step.then.clone())
            })
            .collect(),
        menus: ivr
            .menus
            .iter()
            .enumerate()
            .map(|(index, menu)| {
                let extra = mistakes.missed_extra_per_level_above * f64::from(wishes.levels_below(index));
                let missed_option = (mistakes.missed_option + extra).min(1.0);
                menu_run(menu, language, missed_option, ivr.only_offers_languages(index))
            })
            .collect(),
    }
}

fn menu_run(menu: &Menu, language: LanguageId, missed_option: f64, only_offers_languages: bool) -> MenuRun {
    let intro = menu.intro.seconds(language);
    let mut time = intro;
    let heard = menu
        .options
        .iter()
        .map(|option| {
            if option.announced {
                time += option.prompt.seconds(language);
            }
            time
        })
        .collect();
    let (no_input, no_match) = (&menu.no_input, &menu.no_match);
    MenuRun {
        intro,
        heard,
        announced: menu.options.iter().map(|option| option.announced).collect(),
        then: menu.options.iter().map(|option| option.then.clone()).collect(),
        end: time,
        operator: menu.options.iter().position(|option| option.operator).map(|position| position as u32),
        no_input: RetryRun { after: no_input.after, say: no_input.say.seconds(language), retries: no_input.retries },
        no_match: RetryRun { after: 0.0, say: no_match.say.seconds(language), retries: no_match.retries },
        barge_in: menu.barge_in,
        fallback: menu.then.clone(),
        missed_option,
        only_offers_languages,
        any_key: menu
            .options
            .iter()
            .zip(0..)
            .filter(|(option, _)| {
                option.announced && !option.operator && !matches!(option.then, Action::Repeat | Action::Back)
            })
            .map(|(_, position)| position)
            .collect(),
    }
}
