//! What a caller wants from each menu: which of its options are theirs.
//!
//! An option is a caller's when it serves their intent, or leads to a menu further in that has one which does; one that
//! chooses a language, only when it is theirs. Whoever is still to find their language looks for that alone. A menu in
//! which nothing fits but from which the way leads back out is left by that way.

use crate::scenario::resolved::{Action, Balanced, Ivr, StepKind};

/// For every menu and kind of caller, the options that fit.
#[derive(Debug, Clone)]
pub(super) enum Wishes {
    /// By menu, then by kind of caller (of the first language each intent, then of the next), the positions of the
    /// fitting options; and of those that choose the caller's language, where any menu has some.
    Written { fitting: Vec<Vec<Vec<u32>>>, choosing: Vec<Vec<Vec<u32>>>, back: Vec<Option<u32>>, below: Vec<u32> },
    /// One path through a balanced tree.
    Balanced { tree: Balanced, leaves: u64, intents: u32 },
}

impl Wishes {
    /// Works out what fits for every intent in every language.
    pub(super) fn new(ivr: &Ivr, intents: usize, languages: usize) -> Self {
        match ivr.balanced {
            Some(tree) => Self::Balanced {
                tree,
                leaves: u64::from(tree.options).saturating_pow(tree.depth),
                intents: intents as u32,
            },
            None => written(ivr, intents, languages),
        }
    }

    /// The options of this menu that are this kind of caller's, by position, those that choose their language first; of
    /// a balanced tree's menus, whose options all lead to the same, the first.
    pub(super) fn own(&self, menu: usize, kind: usize) -> impl DoubleEndedIterator<Item = u32> {
        let (choosing, fitting): (&[u32], &[u32]) = match self {
            Self::Written { fitting, choosing, .. } => {
                (choosing.get(menu).map_or(&[], |kinds| &kinds[kind]), &fitting[menu][kind])
            }
            Self::Balanced { .. } => (&[], &[0]),
        };
        choosing.iter().chain(fitting).copied()
    }

    /// How many levels of menus lie below this one; the name of a language is no more general for what lies behind it.
    pub(super) fn levels_below(&self, menu: usize) -> u32 {
        match self {
            Self::Written { below, .. } => below[menu],
            Self::Balanced { tree, .. } => tree.depth - 1 - menu as u32,
        }
    }

    /// The option of a balanced tree's level (0 is the first) on the way to this intent's leaf, where the file's
    /// intents are dealt over the leaves.
    ///
    /// Fewer intents than leaves take the first leaves in their order; more share leaves by quantile.
    pub(super) fn dealt(tree: Balanced, leaves: u64, intents: u32, intent: u32, level: u32) -> u32 {
        let leaf = if u64::from(intents) <= leaves {
            u64::from(intent)
        } else {
            u64::from(intent) * leaves / u64::from(intents)
        };
        let below = u64::from(tree.options).saturating_pow(tree.depth - 1 - level);
        (leaf / below % u64::from(tree.options)) as u32
    }
}

fn written(ivr: &Ivr, intents: usize, languages: usize) -> Wishes {
    let levels = levels(ivr);
    // The menus further in that an option leads to, whatever steps lie between.
    let inner: Vec<Vec<Vec<usize>>> = ivr
        .menus
        .iter()
        .enumerate()
        .map(|(menu, written)| {
            let further_in = |target: &usize| levels[*target] > levels[menu];
            written
                .options
                .iter()
                .map(|option| menus_after(ivr, &option.then, false).into_iter().filter(further_in).collect())
                .collect()
        })
        .collect();
    let mut deepest_first: Vec<usize> = (0..ivr.menus.len()).collect();
    deepest_first.sort_by_key(|&menu| std::cmp::Reverse(levels[menu]));

    let kinds = intents * languages;
    let mut fitting = vec![vec![Vec::new(); kinds]; ivr.menus.len()];
    let mut below = vec![0; ivr.menus.len()];
    for &menu in &deepest_first {
        for (position, option) in ivr.menus[menu].options.iter().enumerate() {
            let theirs = |kind: usize| option.then.language().is_none_or(|chosen| chosen.index() == kind / intents);
            let fits = |kind: &usize| {
                theirs(*kind)
                    && (option.serves.iter().any(|id| id.index() == kind % intents)
                        || inner[menu][position].iter().any(|&target| !fitting[target][*kind].is_empty()))
            };
            for kind in (0..kinds).filter(fits).collect::<Vec<_>>() {
                fitting[menu][kind].push(position as u32);
            }
        }
        let levels = |&target: &usize| below[target] + u32::from(!ivr.only_offers_languages(target));
        below[menu] = inner[menu].iter().flatten().map(levels).max().unwrap_or(0);
    }
    for menu in deepest_first.into_iter().filter(|&menu| ivr.only_offers_languages(menu)) {
        below[menu] = 0;
    }
    let back = ivr.menus.iter().map(|menu| menu.options.iter().position(|option| option.then == Action::Back));
    let back = back.map(|position| position.map(|found| found as u32)).collect();
    Wishes::Written { fitting, choosing: choosing(ivr, intents, languages), back, below }
}

/// By menu and kind of caller, the options that choose the caller's language; with `for`, of those who call for that.
/// Empty where no option chooses one.
fn choosing(ivr: &Ivr, intents: usize, languages: usize) -> Vec<Vec<Vec<u32>>> {
    let options = |menu: usize| ivr.menus[menu].options.iter().zip(0..);
    let mut choosing = vec![vec![Vec::new(); intents * languages]; ivr.menus.len()];
    let mut any = false;
    for (menu, kinds) in choosing.iter_mut().enumerate() {
        for (option, position) in options(menu) {
            let Some(language) = option.then.language() else { continue };
            any = true;
            for intent in 0..intents {
                if option.serves.is_empty() || option.serves.iter().any(|id| id.index() == intent) {
                    kinds[language.index() * intents + intent].push(position);
                }
            }
        }
    }
    if any { choosing } else { Vec::new() }
}

/// How far every menu is from the start, in menus; `usize::MAX` where no way leads.
///
/// Where callers get only by failing, they are as far as whoever means to go there could be: behind all others.
fn levels(ivr: &Ivr) -> Vec<usize> {
    let mut levels = vec![usize::MAX; ivr.menus.len()];
    let mut frontier = menus_after(ivr, &ivr.start, false);
    let mut level = 0;
    loop {
        while !frontier.is_empty() {
            let mut next = Vec::new();
            for menu in frontier {
                if levels[menu] == usize::MAX {
                    levels[menu] = level;
                    next.extend(
                        ivr.menus[menu].options.iter().flat_map(|option| menus_after(ivr, &option.then, false)),
                    );
                }
            }
            frontier = next;
            level += 1;
        }
        let reached = ivr.menus.iter().zip(&levels).filter(|&(_, &level)| level != usize::MAX);
        let ways = reached.flat_map(|(menu, _)| menu.options.iter().map(|option| &option.then).chain([&menu.then]));
        frontier = ways.chain([&ivr.start]).flat_map(|action| menus_after(ivr, action, true)).collect();
        frontier.retain(|&menu| levels[menu] == usize::MAX);
        if frontier.is_empty() {
            return levels;
        }
    }
}

/// The menus that come next after this action, through steps and self-services. Failing is not a way that anybody
/// means to take; `failing` tells whether it is followed too.
fn menus_after(ivr: &Ivr, action: &Action, failing: bool) -> Vec<usize> {
    let mut menus = Vec::new();
    let mut seen = vec![false; ivr.steps.len()];
    let mut open = vec![action];
    while let Some(action) = open.pop() {
        match action.onward() {
            Action::Menu(menu) => menus.push(menu.index()),
            Action::Step(step) if !seen[step.index()] => {
                seen[step.index()] = true;
                let step = &ivr.steps[step.index()];
                open.push(&step.then);
                match &step.kind {
                    StepKind::When(branches) => open.extend(branches.iter().map(|(_, action)| action)),
                    StepKind::Collect(collect) if failing => open.push(&collect.failed),
                    _ => {}
                }
            }
            Action::SelfService(service) => {
                let service = &ivr.self_services[service.index()];
                open.extend(&service.then);
                open.extend(failing.then_some(&service.failed));
            }
            _ => {}
        }
    }
    menus
}
