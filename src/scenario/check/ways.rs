//! What leads where in the phone tree, as the file says it: the graph is made of this, not of the tree that is meant,
//! so that a wrong value anywhere hides nothing of it.

use std::borrow::Borrow;

use super::draft::{Found, Hole, Holes};
use super::ivr::{Context, leads, reserved};
use super::{Check, Known};
use crate::scenario::field::{Field, Placed};
use crate::scenario::file::action::{self, ActionByName};
use crate::scenario::file::{ivr as section, menus, not_simulated, steps};
use crate::scenario::place::Place;
use crate::scenario::resolved::{Action, IntentId, Ivr, LanguageId, QueueId};

/// A menu, a step or a self-service.
pub(super) struct Node {
    /// What it is called in a sentence.
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) ways: Vec<Way>,
    /// Whether it may have more ways, which could not be read.
    pub(super) open: bool,
    /// Whether its name means something else, so that what is to lead to it does not.
    pub(super) misnamed: bool,
}

/// A way out of a node.
#[derive(Clone)]
pub(super) struct Way {
    pub(super) lead: Lead,
    /// The language it chooses, if it chooses one.
    pub(super) language: Option<Found<LanguageId>>,
    /// Whether a call goes this way if nobody decides anything, where chance has no say either.
    pub(super) passive: bool,
    /// Of an option of a menu that is written out, what kind of option.
    pub(super) option: Option<Choice>,
}

/// Where a way leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
    /// To a node, by its number.
    Node(usize),
    Repeat,
    Back,
    Queue(Found<QueueId>),
    /// Out of the tree, and to no queue.
    End,
    /// Nobody knows: where the hole stands, and the node that was probably meant.
    Hole(Hole, Option<usize>),
}

#[derive(Clone)]
pub(super) struct Choice {
    pub(super) key: String,
    pub(super) serves: Vec<Found<IntentId>>,
    /// Whether it is the way to a person, where that is known.
    pub(super) operator: Option<bool>,
}

/// Everything that leads somewhere.
pub(super) struct Ways {
    /// The menus (of a balanced tree its levels), then the steps, then the self-services.
    pub(super) nodes: Vec<Node>,
    /// How many are menus.
    pub(super) menus: usize,
    /// The number of the first self-service.
    pub(super) services: usize,
    pub(super) start: Lead,
    /// Every lead that is written, whether a call can take it or not, with the language that is chosen with it.
    pub(super) written: Vec<(Lead, Option<Found<LanguageId>>)>,
    /// Without intents, the menus of which nobody knows what callers choose there.
    pub(super) undecided: Vec<usize>,
}

struct Reader<'c, 'f> {
    check: &'c Check,
    known: &'c Known<'f>,
    menus: usize,
    services: usize,
    /// The self-services found so far.
    found: Vec<Node>,
    written: Vec<(Lead, Option<Found<LanguageId>>)>,
}

impl Ways {
    pub(super) fn of(ivr: &Placed<section::Ivr>, known: &Known, check: &Check) -> Self {
        let Placed { value: ivr, place } = ivr;
        let balanced = ivr.balanced.given().filter(|_| known.menus.len() == 0);
        // A depth that could not be read is that of a single menu.
        let depth = |depth: u32| if (1..=super::menus::DEEPEST).contains(&depth) { depth as usize } else { 1 };
        let levels = balanced.map(|tree| tree.value.depth.given().map_or(1, |count| depth(count.value.0)));
        let menus = levels.unwrap_or(known.menus.len());
        let services = menus + known.steps.len();
        let mut reader = Reader { check, known, menus, services, found: Vec::new(), written: Vec::new() };
        let fallback = match &ivr.defaults {
            Field::Missing => Way::to(Lead::End),
            Field::Broken => Way::blank(*place),
            Field::Given(defaults) if defaults.value.then.is_missing() => Way::to(Lead::End),
            Field::Given(defaults) => reader.way(&defaults.value.then, defaults.place, Context::Fallback),
        };
        let fallback = Way { passive: true, ..fallback };
        let mut nodes = Vec::new();
        if let Some(balanced) = balanced {
            nodes.extend(reader.balanced(balanced, menus, &fallback));
        } else if let Some(section) = ivr.menus.given() {
            nodes.extend(section.value.pairs().map(|(name, menu)| reader.menu(name, menu, &fallback)));
        }
        if let Some(section) = ivr.steps.given() {
            nodes.extend(section.value.pairs().map(|(name, step)| reader.step(name, step)));
        }
        let start = match &ivr.start {
            Field::Missing if menus > 0 => Lead::Node(0),
            start => reader.way(start, *place, Context::Elsewhere).lead,
        };
        nodes.append(&mut reader.found);
        let written = reader.written;
        let mut ways = Self { nodes, menus, services, start, written, undecided: Vec::new() };
        if known.intents.len() == 0 && known.intents.readable() {
            ways.steer();
        }
        ways
    }

    /// Without intents nobody wants anything: then a menu can have only one option that leads on, and one for each
    /// language, and everybody wants that one.
    fn steer(&mut self) {
        for menu in 0..self.menus {
            let only_offers_languages = self.only_offers_languages(menu);
            let options = || self.nodes[menu].ways.iter().enumerate().filter(|(_, way)| way.option.is_some());
            let whole = options().all(|(_, way)| way.is_known());
            let mut leading: Vec<Option<LanguageId>> = Vec::new();
            let mut wanted = Vec::new();
            for (index, way) in options().filter(|(_, way)| way.is_known()) {
                let language = way.language.and_then(Result::ok);
                let aside = language.is_none() && matches!(way.lead, Lead::Repeat | Lead::Back);
                if aside || way.option.as_ref().is_some_and(|option| option.operator == Some(true)) {
                    continue;
                }
                let here = way.lead.node().is_none_or(|node| node >= self.menus);
                if !leading.contains(&language) && (language.is_none() || only_offers_languages) && here {
                    wanted.push(index);
                }
                leading.push(language);
            }
            leading.sort_unstable();
            if leading.windows(2).any(|pair| pair[0] == pair[1]) {
                self.undecided.push(menu);
            }
            for option in wanted.into_iter().filter(|_| whole && self.undecided.last() != Some(&menu)) {
                if let Some(option) = &mut self.nodes[menu].ways[option].option {
                    option.serves = vec![Ok(IntentId(0))];
                }
            }
        }
    }

    /// Whether there may be more ways anywhere, which could not be read.
    pub(super) fn open(&self) -> bool {
        self.nodes.iter().any(|node| node.open)
    }

    /// Lets the options of the tree that is meant serve what they do here.
    pub(super) fn serve(&self, ivr: &mut Ivr) {
        for (menu, node) in ivr.menus.iter_mut().zip(&self.nodes) {
            let options = node.ways.iter().filter(|way| way.option.is_some());
            for (option, way) in menu.options.iter_mut().zip(options) {
                option.serves = way.served().filter_map(Result::ok).collect();
            }
        }
    }

    /// Whether a menu only offers languages, as far as its options could be read.
    pub(super) fn only_offers_languages(&self, menu: usize) -> bool {
        let node = &self.nodes[menu];
        let aside = |way: &&Way, option: &Choice| {
            option.operator == Some(true) || way.lead == Lead::Repeat && way.language.is_none()
        };
        let mut offers = node.ways.iter().filter(|way| way.option.as_ref().is_some_and(|option| !aside(way, option)));
        let mut some = false;
        let all = offers.all(|way| {
            some = true;
            way.language.is_some()
        });
        some && all && !node.open
    }
}

impl Way {
    fn to(lead: Lead) -> Self {
        Self { lead, language: None, passive: false, option: None }
    }

    fn blank(place: Place) -> Self {
        Self::to(Lead::Hole(Hole::blank(place), None))
    }

    fn passive(self) -> Self {
        Self { passive: true, ..self }
    }

    /// Whether everything is known of an option that matters to where callers go.
    fn is_known(&self) -> bool {
        let operator = self.option.as_ref().is_none_or(|option| option.operator.is_some());
        operator && !matches!(self.lead, Lead::Hole(..)) && !matches!(self.language, Some(Err(_)))
    }

    /// What this option serves.
    pub(super) fn served(&self) -> impl Iterator<Item = Found<IntentId>> {
        self.option.iter().flat_map(|option| &option.serves).copied()
    }

    pub(super) fn serves(&self, intent: IntentId) -> bool {
        self.served().any(|served| served == Ok(intent))
    }
}

impl Lead {
    /// The node it leads to, or probably does.
    pub(super) fn node(self) -> Option<usize> {
        match self {
            Self::Node(node) => Some(node),
            Self::Hole(_, near) => near,
            Self::Repeat | Self::Back | Self::Queue(_) | Self::End => None,
        }
    }
}

impl<'f> Reader<'_, 'f> {
    fn menu(&mut self, name: &Placed<String>, menu: Option<&'f Placed<menus::Menu>>, fallback: &Way) -> Node {
        let mut node = self.node("menu", name);
        let Some(Placed { value: menu, place }) = menu else { return node.opened() };
        match menu.options.given() {
            Some(options) if !options.value.is_empty() => {
                node.ways.extend(options.value.iter().map(|option| self.option(option.given(), options.place)));
            }
            _ => node.open = true,
        }
        let then = if menu.then.is_missing() {
            fallback.clone()
        } else {
            self.way(&menu.then, *place, Context::Fallback).passive()
        };
        node.ways.push(then);
        node
    }

    fn option(&mut self, option: Option<&'f Placed<menus::MenuOption>>, list: Place) -> Way {
        let Some(Placed { value: option, place }) = option else {
            let unread = Choice { key: String::new(), serves: vec![Err(Hole::blank(list))], operator: None };
            return Way { option: Some(unread), ..Way::blank(list) };
        };
        let names = match &option.serves {
            Field::Missing => &[],
            Field::Broken => &[Field::Broken] as &[Field<String>],
            Field::Given(Placed { value: menus::Serves::One(name), .. }) => std::slice::from_ref(name),
            Field::Given(Placed { value: menus::Serves::Several(names), .. }) => names,
        };
        let serves = names.iter().map(|name| self.check.meant(&self.known.intents, name, *place).map(IntentId));
        let choice = Choice {
            key: option.key.given().map_or_else(String::new, |key| key.value.0.clone()),
            serves: serves.collect(),
            operator: option.operator.or(false, |operator| Some(operator.value)),
        };
        Way { option: Some(choice), ..self.way(&option.then, *place, Context::Option) }
    }

    fn balanced(&mut self, tree: &'f Placed<section::Balanced>, depth: usize, fallback: &Way) -> Vec<Node> {
        let Placed { value: section::Balanced { then, operator, .. }, place } = tree;
        let leaf = self.way(then, *place, Context::Elsewhere);
        let operator = (!operator.is_missing()).then(|| self.way(operator, *place, Context::Elsewhere));
        let level = |level: usize| {
            let down = if level < depth { Way::to(Lead::Node(level)) } else { leaf.clone() };
            Node {
                ways: std::iter::once(down).chain(operator.clone()).chain([fallback.clone()]).collect(),
                ..Node::called(format!("the menu `level {level}`"), *place)
            }
        };
        (1..=depth).map(level).collect()
    }

    fn step(&mut self, name: &Placed<String>, step: Option<&'f Placed<steps::Step>>) -> Node {
        let mut node = self.node("step", name);
        let Some(Placed { value: step, place }) = step else { return node.opened() };
        let steps::Step { say, wait, when, collect, then, failed, barge_in: _ } = step;
        let kinds = [!say.is_missing(), !wait.is_missing(), !when.is_missing(), !collect.is_missing()];
        match when {
            Field::Given(when) if !when.value.is_empty() => {
                for branch in &when.value {
                    node.ways.push(match branch.given() {
                        Some(branch) => self.way(&branch.value.then, branch.place, Context::Elsewhere),
                        None => Way::blank(when.place),
                    });
                }
            }
            Field::Missing => {}
            _ => node.open = true,
        }
        node.ways.push(self.way(then, *place, Context::Elsewhere));
        let valid = match collect {
            Field::Missing => Some(1.0),
            Field::Broken => None,
            Field::Given(collect) => collect.value.valid.or(1.0, |valid| Some(valid.value.0)),
        };
        let failed_place = if failed.is_missing() { None } else { Some(self.way(failed, *place, Context::Elsewhere)) };
        match (failed_place, valid) {
            (Some(failed), _) if valid.is_none_or(|valid| valid < 1.0) => node.ways.push(failed),
            (None, Some(valid)) if valid < 1.0 => node.ways.push(Way::blank(*place)),
            _ => {}
        }
        // Whether it is one thing, and which, is known; and whether a try succeeds.
        let certain = valid == Some(1.0) || valid == Some(0.0);
        match kinds.iter().filter(|kind| **kind).count() {
            0 => node.ways.insert(0, Way::blank(*place)),
            1 if certain => node.ways.iter_mut().for_each(|way| way.passive = true),
            _ => {}
        }
        node
    }

    fn service(&mut self, service: &'f action::SelfService, place: Place, context: Context) -> Lead {
        let mut node = Node::called("a self-service".into(), place);
        match service {
            action::SelfService::Takes(_) => node.ways.push(Way::to(Lead::End).passive()),
            action::SelfService::Detailed(service) => {
                let success = service.success.or(1.0, |share| Some(share.value.0));
                let certain = success == Some(1.0) || success == Some(0.0);
                let then = match &service.then {
                    Field::Missing => Way::to(Lead::End),
                    then => self.way(then, place, context),
                };
                let failed = match &service.failed {
                    Field::Missing if success.is_some() => Some(Way::blank(place)),
                    Field::Missing => None,
                    failed => Some(self.way(failed, place, context)),
                };
                node.ways.extend(Some(then).filter(|_| success != Some(0.0)));
                node.ways.extend(failed.filter(|_| success != Some(1.0)));
                node.ways.iter_mut().for_each(|way| way.passive = certain);
            }
        }
        self.found.push(node);
        Lead::Node(self.services + self.found.len() - 1)
    }

    /// Where an action leads that stands in something at `owner`.
    fn way<A: Borrow<action::Action>>(&mut self, action: &'f Field<A>, owner: Place, context: Context) -> Way {
        let Some(Placed { value, place }) = action.given() else {
            return self.note(Way::blank(owner));
        };
        let way = match value.borrow() {
            action::Action::Word(word) => Way::to(self.word(word, *place, context)),
            action::Action::Language(choice) => {
                let language = self.check.meant(&self.known.languages, &choice.language, *place);
                Way { language: Some(language.map(LanguageId)), ..self.way(&choice.go, *place, context) }
            }
            action::Action::ByName(ActionByName::Queue(queue)) => {
                Way::to(Lead::Queue(self.check.meant(&self.known.queues, queue, *place).map(QueueId)))
            }
            action::Action::ByName(ActionByName::TransferOut(_)) => Way::to(Lead::End),
            action::Action::ByName(ActionByName::SelfService(service)) => Way::to(match service.given() {
                Some(service) => self.service(&service.value, service.place, context),
                None => Lead::Hole(Hole::blank(*place), None),
            }),
        };
        self.note(way)
    }

    fn note(&mut self, way: Way) -> Way {
        self.written.push((way.lead, way.language));
        way
    }

    fn word(&self, word: &str, place: Place, context: Context) -> Lead {
        if let Some(action) = leads(self.known, word, context) {
            return self.lead(&action);
        }
        if not_simulated("action", word).is_some() {
            return Lead::End;
        }
        if let Some(queue) = self.known.queues.position(word) {
            return Lead::Queue(Ok(QueueId(queue)));
        }
        // A word of the format stands where it may not.
        let hole = Hole { place, named: !reserved(word) };
        let near = self.check.near.get(&place).map_or("", String::as_str);
        let queue = || self.known.queues.position(near).map(|queue| Lead::Queue(Ok(QueueId(queue))));
        match leads(self.known, near, context).map(|action| self.lead(&action)).or_else(queue) {
            Some(Lead::Node(node)) => Lead::Hole(hole, Some(node)),
            Some(lead) => lead,
            None => Lead::Hole(hole, None),
        }
    }

    /// Where a word's action leads.
    fn lead(&self, action: &Action) -> Lead {
        match action {
            Action::Menu(menu) => Lead::Node(menu.index()),
            Action::Step(step) => Lead::Node(self.menus + step.index()),
            Action::Repeat => Lead::Repeat,
            Action::Back => Lead::Back,
            _ => Lead::End,
        }
    }

    fn node(&self, what: &str, name: &Placed<String>) -> Node {
        let Known { menus, steps, .. } = self.known;
        let two = menus.position(&name.value).is_some() && steps.position(&name.value).is_some();
        Node {
            misnamed: two || reserved(&name.value),
            ..Node::called(format!("the {what} `{}`", name.value), name.place)
        }
    }
}

impl Node {
    fn called(name: String, place: Place) -> Self {
        Self { name, place, ways: Vec::new(), open: false, misnamed: false }
    }

    fn opened(self) -> Self {
        Self { open: true, ..self }
    }

    /// Adds what may lead anywhere from here.
    pub(super) fn holes(&self, holes: &mut Holes) {
        if self.open {
            holes.many();
        }
        for way in &self.ways {
            if let Lead::Hole(hole, None) = way.lead {
                holes.one(hole);
            }
        }
    }
}
