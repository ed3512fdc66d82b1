//! What the scenario has that metrics can be asked of; what could not be read may be anything.

use super::Known;
use super::names::Names;
use crate::scenario::resolved::{Ivr, Stream};

/// The IVR.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Tree<'a> {
    /// There is none.
    None,
    /// There is one that could not be read.
    Unread,
    Read(&'a Ivr),
}

impl<'a> Tree<'a> {
    pub(super) fn read(self) -> Option<&'a Ivr> {
        if let Self::Read(ivr) = self { Some(ivr) } else { None }
    }
}

/// The parts of a center by their names.
pub(super) struct There<'a> {
    pub(super) queues: &'a Names<'a>,
    pub(super) groups: &'a Names<'a>,
    /// The menus; of a balanced tree those that were made.
    pub(super) menus: Names<'a>,
    pub(super) ivr: Tree<'a>,
    pub(super) streams: Option<&'a [Stream]>,
    /// Whether contacts are drawn from customers.
    pub(super) population: Option<bool>,
}

impl<'a> There<'a> {
    pub(super) fn new(
        known: &'a Known<'a>,
        ivr: Tree<'a>,
        streams: Option<&'a [Stream]>,
        population: Option<bool>,
    ) -> Self {
        let made = ivr.read().filter(|ivr| ivr.balanced.is_some());
        let menus = match made {
            Some(ivr) => Names::made(ivr.menus.iter().map(|menu| menu.name.as_str())),
            // Those of a balanced tree that could not be read may have any name.
            None if ivr == Tree::Unread && known.menus.len() == 0 => Names::unreadable(),
            None => known.menus.clone(),
        };
        Self { queues: &known.queues, groups: &known.groups, menus, ivr, streams, population }
    }
}
