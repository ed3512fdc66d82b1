//! The abandon rule broken on purpose: what would be told if a call abandoned in the queue did what it must not do. The
//! checks must see it.

use hangup::center::{Change, Closing, ConversationNote, Event};
use hangup::scenario::resolved::Scenario;

use super::diary::{Diary, Entry, is_call};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Breach {
    /// The conversation is closed although another contact is open.
    ClosesInSpite,
    /// The entry that it was left open is missing.
    LeavesOut,
    /// That entry is written twice.
    Doubles,
    /// Where no other contact is open, the conversation waits for automation.
    NeverCloses,
    /// Whoever is answered next is answered later.
    ShiftsTime,
    /// Whoever is answered next is answered by somebody else.
    ShiftsAgent,
    /// The next two who are answered change places.
    ShiftsPlace,
}

impl Breach {
    /// All that change what is told of conversations.
    pub(crate) const OF_CONVERSATIONS: [Self; 4] =
        [Self::ClosesInSpite, Self::LeavesOut, Self::Doubles, Self::NeverCloses];

    /// All that move other contacts.
    pub(crate) const OF_CONTACTS: [Self; 3] = [Self::ShiftsTime, Self::ShiftsAgent, Self::ShiftsPlace];

    /// The same day under the broken rule.
    pub(crate) fn break_rule(self, scenario: &Scenario, diary: Diary) -> Diary {
        if Self::OF_CONTACTS.contains(&self) { self.shift(scenario, diary) } else { self.converse(diary) }
    }

    fn converse(self, diary: Diary) -> Diary {
        let mut told = Vec::with_capacity(diary.0.len());
        // The conversations that are closed although they should be open.
        let mut shut = Vec::new();
        for (time, contact, entry) in diary.0 {
            let Entry::Note(note) = entry else {
                told.push((time, contact, entry));
                continue;
            };
            let mut write = |change| told.push((time, contact, Entry::Note(ConversationNote { change, ..note })));
            let is_shut = shut.contains(&note.conversation);
            match note.change {
                Change::LeftOpen if self == Self::ClosesInSpite && !is_shut => {
                    write(Change::Closed(Closing::Abandoned));
                    shut.push(note.conversation);
                }
                Change::Joined if is_shut => {
                    write(Change::Reopened);
                    write(Change::Joined);
                    shut.retain(|conversation| *conversation != note.conversation);
                }
                Change::Created | Change::Reopened => {
                    write(note.change);
                    shut.retain(|conversation| *conversation != note.conversation);
                }
                _ if is_shut => {}
                Change::LeftOpen if self == Self::LeavesOut => {}
                Change::LeftOpen if self == Self::Doubles => {
                    write(Change::LeftOpen);
                    write(Change::LeftOpen);
                }
                Change::Closed(Closing::Abandoned) if self == Self::NeverCloses => write(Change::Waits),
                change => write(change),
            }
        }
        Diary(told)
    }

    fn shift(self, scenario: &Scenario, diary: Diary) -> Diary {
        let mut told = diary.0;
        let answer = |told: &[(f64, _, Entry)], from: usize| {
            (from..told.len()).find(|&at| matches!(told[at].2, Entry::Event(Event::Answered { .. })))
        };
        for at in 0..told.len() {
            let (_, contact, Entry::Event(Event::Abandoned { silent: false, .. })) = told[at] else { continue };
            let (true, Some(next)) = (is_call(scenario, &contact), answer(&told, at)) else { continue };
            match self {
                // By no more than would leave the order of telling as it is.
                Self::ShiftsTime => told[next].0 = told.get(next + 1).map_or(told[next].0 + 1.0, |after| after.0),
                Self::ShiftsAgent => {
                    if let Entry::Event(Event::Answered { agent, .. }) = &mut told[next].2 {
                        *agent += 1;
                    }
                }
                _ => {
                    if let Some(second) = answer(&told, next + 1) {
                        (told[next].1, told[second].1) = (told[second].1, told[next].1);
                    }
                }
            }
        }
        Diary(told)
    }
}
