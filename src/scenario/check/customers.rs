//! The customers and their conversations.

use super::{Check, MOST};
use crate::scenario::field::{Field, Placed};
use crate::scenario::file::{File, customers as file};
use crate::scenario::resolved::{Conversations, Population};

/// Beyond this, nearly all contacts are the first customer's.
const MOST_UNEVEN: f64 = 3.0;

impl Check {
    /// The share of known numbers, and the population where the file has one.
    pub(super) fn customers(&mut self, file: &File) -> Option<(f64, Option<Population>)> {
        let known_number = self.known_number(file);
        let population = match &file.customers {
            Field::Given(customers) if !customers.value.count.is_missing() => {
                self.population(&customers.value, &file.conversations).map(Some)
            }
            customers => {
                self.needs_customers(file, customers.given().map(|customers| &customers.value));
                Some(None)
            }
        };
        known_number.zip(population)
    }

    fn known_number(&mut self, file: &File) -> Option<f64> {
        let asked = file.ivr.given().and_then(|ivr| ivr.value.steps.given()).is_some_and(|steps| {
            let collects = steps.value.pairs().filter_map(|(_, step)| step?.value.collect.given());
            collects.into_iter().any(|collect| !collect.value.skip_if.is_missing())
        });
        let (field, counted) = match &file.customers {
            Field::Missing => (&Field::Missing, false),
            Field::Broken => return None,
            Field::Given(customers) => (&customers.value.known_number, !customers.value.count.is_missing()),
        };
        if field.is_missing() && (asked || counted) {
            self.assume("customers.known_number", "0%");
        }
        field.or(0.0, |share| Some(share.value.0))
    }

    fn population(
        &mut self,
        customers: &file::Customers,
        conversations: &Field<file::Conversations>,
    ) -> Option<Population> {
        let file::Customers { count, known_number, uneven, found_again } = customers;
        let count = count.given().and_then(|count| self.count(count.value.0, count.place, "customers", 1, MOST));
        let uneven = self.default(uneven, "customers.uneven", 0.0, "0", |check, uneven| {
            check.within(uneven.value.0, uneven.place, "`uneven`", 0.0, MOST_UNEVEN)
        });
        let everybody = known_number.given().is_some_and(|share| share.value.0 >= 1.0);
        if let Some(found_again) = found_again.given().filter(|_| everybody) {
            self.without_effect("found_again", "where every number is known", found_again.place);
        }
        let found_again = if everybody {
            found_again.or(true, |found| Some(found.value))
        } else {
            self.default(found_again, "customers.found_again", true, "true", |_, found| Some(found.value))
        };
        let conversations = self.conversations(conversations);
        Some(Population { count: count?, uneven: uneven?, found_again: found_again?, conversations: conversations? })
    }

    fn conversations(&mut self, section: &Field<file::Conversations>) -> Option<Conversations> {
        let nothing = file::Conversations {
            closed_by_agent: Field::Missing,
            idle: Field::Missing,
            reopen_within: Field::Missing,
        };
        let file::Conversations { closed_by_agent, idle, reopen_within } = match section {
            Field::Broken => return None,
            Field::Missing => &nothing,
            Field::Given(Placed { value, .. }) => value,
        };
        let path = "conversations.closed_by_agent";
        let closed_by_agent = self.default(closed_by_agent, path, 1.0, "100%", |_, share| Some(share.value.0));
        let idle = self.duration(idle, "conversations.idle", 86400.0);
        let reopen_within = self.duration(reopen_within, "conversations.reopen_within", 0.0);
        Some(Conversations { closed_by_agent: closed_by_agent?, idle: idle?, reopen_within: reopen_within? })
    }

    /// Warns of what has no meaning where every contact is somebody else's.
    fn needs_customers(&mut self, file: &File, customers: Option<&file::Customers>) {
        let without = "without `customers.count`";
        let fields = customers.map(|customers| {
            [
                ("uneven", customers.uneven.given().map(|given| given.place)),
                ("found_again", customers.found_again.given().map(|given| given.place)),
            ]
        });
        let conversations = ("conversations", file.conversations.given().map(|given| given.place));
        for (name, place) in fields.into_iter().flatten().chain([conversations]) {
            if let Some(place) = place {
                self.without_effect(name, without, place);
            }
        }
    }
}
