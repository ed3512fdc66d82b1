//! The phone tree as a graph: what leads where.

use crate::scenario::resolved::{Action, Ivr, StepKind};

/// The tree as a graph. Its places are numbered through: the menus, then the steps, then the self-services.
pub(super) struct Graph<'s> {
    pub(super) ivr: &'s Ivr,
    /// The number of the first self-service.
    pub(super) services: usize,
    /// Where each place can lead.
    pub(super) edges: Vec<Vec<usize>>,
    /// Whether each place can end the call or queue it.
    ends: Vec<bool>,
    /// Where each place leads whoever decides nothing, where chance has no say either.
    passive: Vec<Vec<usize>>,
    /// The menus through which each menu is reached, past those that are no level.
    pub(super) before: Vec<Vec<usize>>,
    /// Whether each menu has a `back`.
    pub(super) goes_back: Vec<bool>,
}

impl<'s> Graph<'s> {
    pub(super) fn of(ivr: &'s Ivr) -> Self {
        let menus = ivr.menus.len();
        let services = menus + ivr.steps.len();
        let count = services + ivr.self_services.len();
        let mut graph = Self {
            ivr,
            services,
            edges: vec![Vec::new(); count],
            ends: vec![false; count],
            passive: vec![Vec::new(); count],
            before: vec![Vec::new(); menus],
            goes_back: vec![false; menus],
        };
        let owners = graph.owners(count);
        graph.lead_on(&owners);
        for node in 0..count {
            let mut next = Vec::new();
            for action in graph.actions(node) {
                graph.targets(node, action, &owners, &mut next);
                graph.ends[node] |= ends(action);
            }
            graph.edges[node] = next;
            let mut next = Vec::new();
            for action in graph.passive_actions(node) {
                graph.targets(node, action, &owners, &mut next);
            }
            graph.passive[node] = next;
        }
        graph
    }

    /// Every action of a place, in whichever language it goes on; a self-service that ends the call is a way out.
    fn actions(&self, node: usize) -> Vec<&'s Action> {
        let ivr = self.ivr;
        let menus = ivr.menus.len();
        if let Some(menu) = ivr.menus.get(node) {
            return menu.options.iter().map(|option| option.then.onward()).chain([menu.then.onward()]).collect();
        }
        if let Some(step) = ivr.steps.get(node - menus) {
            let then = step.then.onward();
            return match &step.kind {
                StepKind::Say(_) | StepKind::Wait(_) => vec![then],
                StepKind::When(branches) => branches.iter().map(|(_, then)| then.onward()).chain([then]).collect(),
                StepKind::Collect(collect) if collect.valid >= 1.0 => vec![then],
                StepKind::Collect(collect) => vec![then, collect.failed.onward()],
            };
        }
        let service = &ivr.self_services[node - self.services];
        let mut actions = Vec::new();
        if service.success > 0.0 {
            actions.push(service.then.as_ref().map_or(&Action::Disconnect, Action::onward));
        }
        if service.success < 1.0 {
            actions.push(service.failed.onward());
        }
        actions
    }

    fn passive_actions(&self, node: usize) -> Vec<&'s Action> {
        let menus = self.ivr.menus.len();
        if let Some(menu) = self.ivr.menus.get(node) {
            return vec![menu.then.onward()];
        }
        match self.ivr.steps.get(node - menus).map(|step| &step.kind) {
            Some(StepKind::Collect(collect)) if collect.valid > 0.0 && collect.valid < 1.0 => Vec::new(),
            Some(_) => self.actions(node),
            // A self-service that may or may not succeed has two actions.
            None => Some(self.actions(node)).filter(|actions| actions.len() == 1).unwrap_or_default(),
        }
    }

    fn node(&self, action: &Action) -> Option<usize> {
        match action.onward() {
            Action::Menu(menu) => Some(menu.index()),
            Action::Step(step) => Some(self.ivr.menus.len() + step.index()),
            Action::SelfService(service) => Some(self.services + service.index()),
            _ => None,
        }
    }

    fn targets(&self, node: usize, action: &Action, owners: &[Vec<usize>], targets: &mut Vec<usize>) {
        match action {
            Action::Repeat => targets.extend(&owners[node]),
            Action::Back => targets.extend(owners[node].iter().flat_map(|menu| &self.before[*menu])),
            _ => targets.extend(self.node(action)),
        }
    }

    /// The menus whose options a place belongs to: a menu's own is itself, a self-service's are those that offer it.
    fn owners(&self, count: usize) -> Vec<Vec<usize>> {
        let mut owners = vec![Vec::new(); count];
        for menu in 0..self.ivr.menus.len() {
            let mut open = vec![menu];
            while let Some(node) = open.pop() {
                if owners[node].last() == Some(&menu) {
                    continue;
                }
                owners[node].push(menu);
                let inner = self.actions(node).into_iter().filter(|action| matches!(action, Action::SelfService(_)));
                open.extend(inner.filter_map(|action| self.node(action)));
            }
        }
        owners
    }

    /// Finds the menus before each menu, and those that go back to them.
    fn lead_on(&mut self, owners: &[Vec<usize>]) {
        let menus = self.ivr.menus.len();
        let mut seen = vec![usize::MAX; self.edges.len()];
        // A menu that only offers languages is no level, so that the way back leads past it.
        let is_level: Vec<bool> = (0..menus).map(|menu| !self.ivr.only_offers_languages(menu)).collect();
        for menu in (0..menus).filter(|&menu| is_level[menu]) {
            let mut open = vec![menu];
            while let Some(node) = open.pop() {
                for action in self.actions(node) {
                    let Some(next) = self.node(action) else { continue };
                    if std::mem::replace(&mut seen[next], menu) == menu {
                        continue;
                    }
                    if next < menus {
                        self.before[next].push(menu);
                    }
                    if !is_level.get(next).is_some_and(|&level| level) {
                        open.push(next);
                    }
                }
            }
        }
        for (node, owners) in owners.iter().enumerate() {
            if self.actions(node).contains(&&Action::Back) {
                for menu in owners {
                    self.goes_back[*menu] = true;
                }
            }
        }
    }

    /// Whether an action leads through steps and self-services to this menu again, and nowhere else.
    pub(super) fn only_comes_back(&self, menu: usize, action: &Action) -> bool {
        let mut seen = vec![false; self.edges.len()];
        let mut open: Vec<usize> = self.node(action).into_iter().collect();
        let mut comes_back = false;
        while let Some(node) = open.pop() {
            if node == menu {
                comes_back = true;
            } else if node < self.ivr.menus.len() || self.ends[node] {
                return false;
            } else if !std::mem::replace(&mut seen[node], true) {
                open.extend(&self.edges[node]);
            }
        }
        comes_back
    }

    pub(super) fn reached(&self) -> Vec<bool> {
        let mut reached = vec![false; self.edges.len()];
        let mut open: Vec<usize> = self.node(&self.ivr.start).into_iter().collect();
        while let Some(node) = open.pop() {
            if !std::mem::replace(&mut reached[node], true) {
                open.extend(&self.edges[node]);
            }
        }
        reached
    }

    /// The places from which no call ever ends.
    pub(super) fn stuck(&self) -> Vec<bool> {
        let mut backward = vec![Vec::new(); self.edges.len()];
        for (node, edges) in self.edges.iter().enumerate() {
            for next in edges {
                backward[*next].push(node);
            }
        }
        let mut stuck = vec![true; self.edges.len()];
        let mut open: Vec<usize> = (0..self.edges.len()).filter(|node| self.ends[*node]).collect();
        while let Some(node) = open.pop() {
            if std::mem::replace(&mut stuck[node], false) {
                open.extend(&backward[node]);
            }
        }
        stuck
    }

    /// The circles among the passive ways of the places that are reached, each once.
    pub(super) fn circles(&self, reached: &[bool]) -> Vec<Vec<usize>> {
        // What leads only to ends is taken away until nothing but circles, and ways into them, is left.
        let count = self.passive.len();
        let mut backward = vec![Vec::new(); count];
        let mut left: Vec<usize> = self.passive.iter().map(Vec::len).collect();
        for (node, edges) in self.passive.iter().enumerate() {
            for next in edges {
                backward[*next].push(node);
            }
        }
        let mut gone: Vec<bool> = left.iter().map(|left| *left == 0).collect();
        let mut open: Vec<usize> = (0..count).filter(|node| gone[*node]).collect();
        while let Some(node) = open.pop() {
            for before in &backward[node] {
                left[*before] -= 1;
                if left[*before] == 0 && !std::mem::replace(&mut gone[*before], true) {
                    open.push(*before);
                }
            }
        }
        let mut circles = Vec::new();
        let mut walk = vec![usize::MAX; count];
        for first in 0..count {
            let mut way = Vec::new();
            let mut node = first;
            while reached[node] && !gone[node] && walk[node] == usize::MAX {
                walk[node] = first;
                way.push(node);
                let Some(next) = self.passive[node].iter().find(|next| !gone[**next]) else { break };
                node = *next;
            }
            if walk[node] == first
                && let Some(begin) = way.iter().position(|passed| *passed == node)
            {
                circles.push(way.split_off(begin));
            }
        }
        circles
    }

    pub(super) fn name(&self, node: usize) -> String {
        let menus = self.ivr.menus.len();
        if let Some(menu) = self.ivr.menus.get(node) {
            return format!("the menu `{}`", menu.name);
        }
        match self.ivr.steps.get(node - menus) {
            Some(step) => format!("the step `{}`", step.name),
            None => "a self-service".into(),
        }
    }
}

/// Whether an action takes the call out of the tree.
fn ends(action: &Action) -> bool {
    matches!(action, Action::Disconnect | Action::Voicemail | Action::Queue(_) | Action::TransferOut(_))
}
