//! The phone tree as a graph: what calls reach, where they go round, and what they never leave.

use super::draft::Holes;
use super::ways::{Lead, Node, Way, Ways};
use crate::scenario::resolved::{IntentId, QueueId};

/// The tree as a graph. A hole may end the call, so that nothing is said of ways that it could lead out of.
pub(super) struct Graph {
    pub(super) ways: Ways,
    /// Where each node can lead.
    pub(super) edges: Vec<Vec<usize>>,
    /// Whether each node can end the call or queue it.
    ends: Vec<bool>,
    /// Where each node leads whoever decides nothing, where chance has no say either.
    passive: Vec<Vec<usize>>,
    /// The menus through which each menu is reached, past those that are no level.
    pub(super) before: Vec<Vec<usize>>,
    /// Whether each menu has a `back`.
    pub(super) goes_back: Vec<bool>,
}

/// What calls reach.
pub(super) struct Reached {
    /// Whether they reach each node.
    pub(super) nodes: Vec<bool>,
    /// What on their way may lead to others.
    pub(super) holes: Holes,
}

impl Reached {
    /// Whether calls may reach a node, as far as is known.
    pub(super) fn perhaps(&self, node: usize) -> bool {
        self.nodes[node] || !self.holes.none()
    }
}

impl Graph {
    pub(super) fn of(ways: Ways) -> Self {
        let (menus, count) = (ways.menus, ways.nodes.len());
        let mut graph = Self {
            ways,
            edges: vec![Vec::new(); count],
            ends: vec![false; count],
            passive: vec![Vec::new(); count],
            before: vec![Vec::new(); menus],
            goes_back: vec![false; menus],
        };
        let owners = graph.owners(count);
        graph.lead_on(&owners);
        for node in 0..count {
            let ways = &graph.ways.nodes[node].ways;
            let targets = |ways: &mut dyn Iterator<Item = &Way>| {
                ways.flat_map(|way| graph.targets(node, way, &owners)).collect::<Vec<_>>()
            };
            let edges = targets(&mut ways.iter());
            let passive = targets(&mut ways.iter().filter(|way| way.passive && !matches!(way.lead, Lead::Hole(..))));
            graph.ends[node] = graph.ways.nodes[node].open || ways.iter().any(|way| ends(way.lead));
            graph.edges[node] = edges;
            graph.passive[node] = passive;
        }
        graph
    }

    pub(super) fn node(&self, node: usize) -> &Node {
        &self.ways.nodes[node]
    }

    /// The menus with their numbers.
    pub(super) fn menus(&self) -> impl Iterator<Item = (usize, &Node)> {
        self.ways.nodes.iter().take(self.ways.menus).enumerate()
    }

    fn next(&self, node: usize) -> impl Iterator<Item = usize> {
        self.ways.nodes[node].ways.iter().filter_map(|way| way.lead.node())
    }

    fn targets(&self, node: usize, way: &Way, owners: &[Vec<usize>]) -> Vec<usize> {
        match way.lead {
            Lead::Repeat => owners[node].clone(),
            Lead::Back => owners[node].iter().flat_map(|menu| &self.before[*menu]).copied().collect(),
            lead => lead.node().into_iter().collect(),
        }
    }

    /// The menus whose options a node belongs to: a menu's own is itself, a self-service's are those that offer it.
    fn owners(&self, count: usize) -> Vec<Vec<usize>> {
        let mut owners = vec![Vec::new(); count];
        for menu in 0..self.ways.menus {
            let mut open = vec![menu];
            while let Some(node) = open.pop() {
                if owners[node].last() == Some(&menu) {
                    continue;
                }
                owners[node].push(menu);
                open.extend(self.next(node).filter(|next| *next >= self.ways.services));
            }
        }
        owners
    }

    /// Finds the menus before each menu, and those that go back to them.
    fn lead_on(&mut self, owners: &[Vec<usize>]) {
        let menus = self.ways.menus;
        let mut seen = vec![usize::MAX; self.edges.len()];
        // A menu that only offers languages is no level, so that the way back leads past it.
        let is_level: Vec<bool> = (0..menus).map(|menu| !self.ways.only_offers_languages(menu)).collect();
        for menu in (0..menus).filter(|&menu| is_level[menu]) {
            let mut open = vec![menu];
            while let Some(node) = open.pop() {
                for next in self.ways.nodes[node].ways.iter().filter_map(|way| way.lead.node()) {
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
            if self.ways.nodes[node].ways.iter().any(|way| way.lead == Lead::Back) {
                for menu in owners {
                    self.goes_back[*menu] = true;
                }
            }
        }
    }

    /// Whether a way leads through steps and self-services to this menu again, and nowhere else.
    pub(super) fn only_comes_back(&self, menu: usize, way: &Way) -> bool {
        let Lead::Node(first) = way.lead else { return false };
        let mut seen = vec![false; self.edges.len()];
        let mut open = vec![first];
        let mut comes_back = false;
        while let Some(node) = open.pop() {
            if node == menu {
                comes_back = true;
            } else if node < self.ways.menus || self.ends[node] {
                return false;
            } else if !std::mem::replace(&mut seen[node], true) {
                open.extend(&self.edges[node]);
            }
        }
        comes_back
    }

    pub(super) fn reached(&self) -> Reached {
        let mut nodes: Vec<bool> = self.ways.nodes.iter().map(|_| false).collect();
        // Where the beginning is unknown, calls may begin anywhere; and what is misnamed is meant by something.
        let misnamed = |node: &usize| self.node(*node).misnamed || matches!(self.ways.start, Lead::Hole(_, None));
        let mut open: Vec<usize> = (0..nodes.len()).filter(misnamed).chain(self.ways.start.node()).collect();
        let mut holes = Holes::default();
        while let Some(node) = open.pop() {
            if !std::mem::replace(&mut nodes[node], true) {
                open.extend(&self.edges[node]);
                self.node(node).holes(&mut holes);
            }
        }
        // What a hole leads to may have others.
        if !holes.none() {
            let others = self.ways.nodes.iter().zip(&nodes).filter(|(_, reached)| !**reached);
            others.for_each(|(node, _)| node.holes(&mut holes));
        }
        Reached { nodes, holes }
    }

    /// Of the nodes that are not reached those that lead to all the others, and to which no other leads.
    pub(super) fn roots(&self, reached: &[bool]) -> Vec<usize> {
        // The last to be left, of all that has not been entered, is one that nothing else leads to.
        let mut entered = reached.to_vec();
        let mut left = Vec::new();
        for first in 0..entered.len() {
            let mut way = vec![(first, 0)];
            while let Some((node, next)) = way.pop() {
                if next == 0 && std::mem::replace(&mut entered[node], true) {
                    continue;
                }
                match self.edges[node].get(next) {
                    Some(to) => way.extend([(node, next + 1), (*to, 0)]),
                    None => left.push(node),
                }
            }
        }
        let mut covered = reached.to_vec();
        let mut roots = Vec::new();
        for node in left.into_iter().rev() {
            if covered[node] {
                continue;
            }
            roots.push(node);
            let mut open = vec![node];
            while let Some(node) = open.pop() {
                if !std::mem::replace(&mut covered[node], true) {
                    open.extend(&self.edges[node]);
                }
            }
        }
        roots.sort_unstable();
        roots
    }

    /// The nodes from which no call ever ends.
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

    /// The circles among the passive ways of the nodes that are reached, each once.
    pub(super) fn circles(&self, reached: impl Fn(usize) -> bool) -> Vec<Vec<usize>> {
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
            while reached(node) && !gone[node] && walk[node] == usize::MAX {
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

    /// The queue that somebody with an intent comes to who errs in nothing, if one is known.
    pub(super) fn destination(&self, intent: IntentId) -> Option<QueueId> {
        let mut lead = self.ways.start;
        // Longer ways are circles.
        for _ in 0..=self.ways.nodes.len() {
            let node = match lead {
                Lead::Queue(queue) => return queue.ok(),
                Lead::Node(node) => node,
                Lead::Repeat | Lead::Back | Lead::End | Lead::Hole(..) => return None,
            };
            let ways = &self.node(node).ways;
            let mut options = ways.iter().filter(|way| way.option.is_some());
            if self.node(node).open || options.clone().any(|way| way.served().any(|served| served.is_err())) {
                return None;
            }
            let written = ways.first().is_some_and(|way| way.option.is_some());
            let mine = if written {
                let leads_on = |way: &&Way| {
                    way.lead.node().is_some_and(|next| next < self.ways.menus && self.serves(next, intent))
                };
                options.clone().find(|way| way.serves(intent)).or_else(|| options.find(leads_on)).or(ways.last())
            } else {
                // The balanced tree's levels, steps and self-services lead on by their first way.
                ways.first()
            };
            lead = mine?.lead;
        }
        None
    }

    /// Whether a menu serves an intent, or leads to one that does.
    fn serves(&self, menu: usize, intent: IntentId) -> bool {
        let mut seen = vec![false; self.ways.menus];
        let mut open = vec![menu];
        while let Some(menu) = open.pop() {
            if std::mem::replace(&mut seen[menu], true) {
                continue;
            }
            for way in self.node(menu).ways.iter().filter(|way| way.option.is_some()) {
                if way.serves(intent) {
                    return true;
                }
                open.extend(way.lead.node().filter(|next| *next < self.ways.menus));
            }
        }
        false
    }
}

/// Whether a way can take the call out of the tree.
fn ends(lead: Lead) -> bool {
    matches!(lead, Lead::Queue(_) | Lead::End | Lead::Hole(..))
}
