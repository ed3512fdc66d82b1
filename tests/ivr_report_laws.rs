//! What callers do in the IVR, as laws of all scenarios: what is counted is what a plain recount of the events comes to, the
//! parts sum to the whole, and counting it changes nothing else.

mod common;

use common::generator::center;
use common::{Call, load, results, same, scenario, tally, told, windows};
use hangup::center::{Destination, Engine, Event, Fit, Hours, MenuVisit, Model, Outcome, Place, Progress, Route, Why};
use hangup::measure::ivr::{IntentTally, IvrTally, PlaceTally};
use hangup::measure::{Recorder, Tally};
use hangup::report::{Report, ivr_files, json};
use hangup::scenario::resolved::{QueueId, Scenario, Span};
use proptest::prelude::*;
use serde_json::Value;

proptest! {
    #![proptest_config(common::cases(96))]

    #[test]
    fn the_ivr_is_counted_as_a_recount_counts_it(center in center()) {
        let scenario = scenario(&center.yaml());
        if scenario.ivr.is_some() {
            let tally = tally(&scenario, 3);
            recount(&scenario, &tally)?;
        }
    }

    #[test]
    fn following_callers_changes_nothing_else(center in center()) {
        let scenario = scenario(&center.yaml());
        let model = Model::new(&scenario);
        let mut recorder = Recorder::new(&scenario, windows(&scenario, &model));
        common::live(&mut Engine::new(&model).unwrap(), 2, &mut recorder);
        let plain = recorder.tallies()[0].clone();
        prop_assert!(!plain.ivr.is_kept());
        prop_assert_eq!(plain, Tally { ivr: IvrTally::default(), ..tally(&scenario, 2) });
    }
}

proptest! {
    #![proptest_config(common::cases(24))]

    #[test]
    fn the_files_sum_to_the_whole(center in center()) {
        let loaded = load(&center.yaml());
        let results = results(&loaded.scenario);
        let report = Report { scenario: &loaded.scenario, hash: &loaded.hash, results: &results };
        let files = ivr_files(&report);
        if loaded.scenario.ivr.is_none() {
            prop_assert!(files.is_empty());
            return Ok(());
        }
        let total = &results.total;
        let hung_up = total.outcome(Outcome::AbandonedInIvr);

        let places = table(&files[0].1);
        let sum = |column: &str, rows: &dyn Fn(&Row) -> bool| -> u64 {
            places.iter().filter(|row| rows(row)).map(|row| row.count(column)).sum()
        };
        let day = |row: &Row| row.text("interval").is_empty();
        let of_level = |row: &Row| row.text("level") != "0";
        for column in ["entered", "hung_up", "by_choice"] {
            for place in ["greeting", "menu"] {
                let there = |row: &Row| row.text("place") == place;
                let whole = sum(column, &|row| day(row) && there(row));
                if !results.estimates.ivr.intervals.is_empty() {
                    prop_assert_eq!(whole, sum(column, &|row| !day(row) && there(row)), "{} of {}", column, place);
                }
            }
        }
        prop_assert_eq!(sum("entered", &|row| day(row) && row.text("place") == "greeting"), total.entered_ivr);
        prop_assert_eq!(sum("hung_up", &|row| day(row) && of_level(row)), hung_up);
        for row in places.iter().filter(|row| row.text("place") == "menu") {
            let progress: u64 = Progress::ALL.into_iter().map(|progress| row.count(progress.name())).sum();
            prop_assert_eq!(progress, row.count("hung_up"));
            prop_assert!(row.count("hung_up") <= row.count("entered") && row.count("by_choice") <= row.count("hung_up"));
            let share = row.text("share").parse::<f64>().ok();
            let expected = row.count("hung_up") as f64 / row.count("entered") as f64;
            prop_assert!(share.is_none_or(|share| (share - expected).abs() < 1e-5), "{} is not {}", row.text("share"), expected);
            prop_assert_eq!(share.is_none(), row.count("entered") == 0);
        }

        let intents = table(&files[1].1);
        prop_assert_eq!(intents.len(), loaded.scenario.intents.len());
        let ends = ["right", "self_served", "misrouted", "zeroed_out", "fallback", "abandoned_in_ivr", "disconnected", "transferred_out", "left_voicemail"];
        for row in &intents {
            prop_assert_eq!(row.count("callers"), ends.iter().map(|end| row.count(end)).sum::<u64>());
            for route in ["right", "misrouted", "zeroed_out", "fallback"] {
                let by_queue: u64 = row.columns_of(route).map(|column| row.count(column)).sum();
                prop_assert_eq!(row.count(route), by_queue);
            }
            prop_assert!(row.count("nothing_fitted") + row.count("lost") <= row.count("callers"));
        }
        prop_assert_eq!(intents.iter().map(|row| row.count("callers")).sum::<u64>(), total.entered_ivr);
        prop_assert_eq!(intents.iter().map(|row| row.count("abandoned_in_ivr")).sum::<u64>(), hung_up);
        prop_assert_eq!(intents.iter().map(|row| row.count("self_served")).sum::<u64>(), total.outcome(Outcome::SelfServed));

        for row in table(&files[2].1) {
            let why: u64 = ["own", "mistake", "any_key", "person"].iter().map(|why| row.count(why)).sum();
            prop_assert_eq!(row.count("pressed"), why);
            prop_assert!(row.count("to_others") <= row.count("read_out"));
        }

        // The JSON says the same.
        let json: Value = serde_json::from_str(&json(&report)).unwrap();
        for row in &intents {
            let intent = &json["ivr"]["intents"][row.text("intent")];
            for column in ends.iter().chain(&["callers", "nothing_fitted", "lost"]) {
                prop_assert_eq!(intent[column].as_u64(), Some(row.count(column)), "{}", column);
            }
        }
        for (level, tally) in json["ivr"]["levels"].as_array().unwrap().iter().zip(&total.levels) {
            let far = level["how_far"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum::<u64>();
            prop_assert_eq!(far, tally.abandoned);
        }
        let added: f64 = json["ivr"]["levels"].as_array().unwrap().iter().chain([&json["ivr"]["greeting"]])
            .filter_map(|part| part["metrics"]["added"]["mean"].as_f64()).sum();
        if let Some(whole) = json["metrics"]["ivr_abandonment"]["mean"].as_f64() {
            prop_assert!((added - whole).abs() < 1e-4, "the parts add {added}, not {whole}");
        }
    }
}

/// A row of comma-separated values, by the names of its columns. No name in a generated scenario needs quotes.
struct Row<'a> {
    names: Vec<&'a str>,
    fields: Vec<&'a str>,
}

impl<'a> Row<'a> {
    fn text(&self, column: &str) -> &'a str {
        let place = self.names.iter().position(|name| *name == column).unwrap_or_else(|| panic!("no {column}"));
        self.fields[place]
    }

    /// A count; an empty field counts nothing.
    fn count(&self, column: &str) -> u64 {
        Some(self.text(column)).filter(|text| !text.is_empty()).map_or(0, |text| text.parse().expect(column))
    }

    /// The columns of one way to each queue: `right(q0)`.
    fn columns_of(&self, route: &str) -> impl Iterator<Item = &'a str> {
        let of = format!("{route}(");
        self.names.clone().into_iter().filter(move |name| name.starts_with(&of))
    }
}

fn table(text: &str) -> Vec<Row<'_>> {
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let names = lines.next().expect("a heading");
    let row = |fields: Vec<_>| {
        assert_eq!(fields.len(), names.len(), "{fields:?}");
        Row { names: names.clone(), fields }
    };
    lines.map(row).collect()
}

/// Counts again, from what happened to each caller, plainly and in another way.
fn recount(scenario: &Scenario, tally: &Tally) -> Result<(), TestCaseError> {
    let Hours { from, to } = Model::new(scenario).hours();
    let from = if let Span::Steady { warm_up, .. } = scenario.span { warm_up.unwrap() } else { from };
    let told = told::<false>(scenario, 3).calls();
    let entered = |call: &&Call| call.events.iter().any(|(_, event)| *event == Event::EnteredIvr);
    let within = |call: &&Call| call.arrived() >= from && call.arrived() < to;
    let calls: Vec<&Call> = told.iter().filter(within).filter(entered).collect();
    for (intent, counted) in tally.ivr.intents.iter().enumerate() {
        let of: Vec<&Call> = calls.iter().filter(|call| call.intent() == intent).copied().collect();
        recount_ends(scenario, &of, counted)?;
    }
    let interval_of = |call: &Call| match scenario.span {
        Span::Day { from, .. } => (call.arrived() / 1800.0) as usize - (from / 1800.0) as usize,
        Span::Steady { .. } => 0,
    };
    for (number, interval) in tally.ivr.intervals.iter().enumerate() {
        let within: Vec<&Call> = calls.iter().filter(|call| interval_of(call) == number).copied().collect();
        prop_assert_eq!(interval.greeting.entered, within.len() as u64);
        let in_greeting = within.iter().filter(|call| call.ivr().1 == Some(Place::Greeting)).count();
        prop_assert_eq!(interval.greeting.hung_up, in_greeting as u64);
        for (menu, levels) in interval.menus.iter().enumerate() {
            for (level, place) in levels.iter().enumerate() {
                recount_place(&within, menu, level, place)?;
            }
        }
    }
    let outside = calls.iter().map(|call| {
        let services = call.events.iter().filter_map(|(_, event)| match event {
            Event::UsedSelfService { seconds, .. } => Some(*seconds),
            _ => None,
        });
        let menus = call.visits().into_iter().filter(|visit| visit.level > 0).map(|visit| visit.seconds);
        call.ivr_seconds() - services.sum::<f64>() - menus.sum::<f64>()
    });
    // All that is left are greeting, steps and the time until a call is handed over.
    let transfers = calls.iter().any(|call| {
        let in_transfer = call.hung_up().is_some_and(|hung_up| hung_up.progress == Progress::Transfer);
        in_transfer || matches!(call.outcome(), Outcome::TransferredOut | Outcome::SelfServed)
    });
    let (counted, outside) = (tally.ivr.places().greeting.seconds, outside.sum::<f64>());
    prop_assert!(counted <= outside + 1e-6 && (transfers || same(counted, outside)), "{counted} s, not {outside}");
    recount_options(scenario, &calls, &tally.ivr)
}

/// Where the callers of an intent came to: from what the queues and the end say, not from what the walk says on leaving.
fn recount_ends(scenario: &Scenario, calls: &[&Call], counted: &IntentTally) -> Result<(), TestCaseError> {
    prop_assert_eq!(counted.callers(|_, _| true), calls.len() as u64);
    let number = |what: &dyn Fn(&Call) -> bool| calls.iter().filter(|call| what(call)).count() as u64;
    for outcome in Outcome::ALL {
        let ended = number(&|call| call.queued().is_none() && call.outcome() == outcome);
        prop_assert_eq!(counted.callers(|_, to| to == Destination::End(outcome)), ended, "{:?}", outcome);
    }
    for queue in 0..scenario.queues.len() {
        let to_queue = |call: &Call| call.queued().is_some_and(|(_, first)| first == queue);
        let id = QueueId(queue as u32);
        let came = |route: Route| counted.callers(|_, to| to == Destination::Queue(id, route));
        prop_assert_eq!(Route::ALL.into_iter().map(came).sum::<u64>(), number(&to_queue));
        prop_assert_eq!(came(Route::Person), number(&|call| to_queue(call) && call.ivr().2));
        // Whoever is answered tells whether they were misrouted, by where they were answered.
        let overflows = scenario.queues[queue].overflow.is_some();
        let misrouted = |call: &Call| call.answer().is_some_and(|answer| answer.misrouted && !call.ivr().2);
        let gone = number(&|call| to_queue(call) && call.answer().is_none());
        let answered = number(&|call| to_queue(call) && misrouted(call));
        let all = came(Route::Misrouted);
        prop_assert!(overflows || (answered..=answered + gone).contains(&all), "{all} of {answered} and {gone}");
        // The IVR gives up after the last play of a menu, or after the tries of a number: nothing was taken last.
        let gave_up = |call: &Call| to_queue(call) && call.visits().last().is_none_or(|visit| visit.taken.is_none());
        let collects = scenario.ivr.as_ref().is_some_and(|ivr| !ivr.steps.is_empty());
        prop_assert!(came(Route::Fallback) <= number(&|call| to_queue(call) && (collects || gave_up(call))));
    }
    let nothing = number(&|call| call.visits().iter().any(|visit| visit.wanted.is_none()));
    prop_assert_eq!(counted.callers(|fit, _| fit != Fit::Always), nothing);
    let first = |call: &Call| call.visits().iter().position(|visit| visit.wanted.is_none());
    let astray = |call: &Call| {
        let chose = |visit: &MenuVisit| visit.taken.is_some() && !visit.zeroed_out;
        call.visits().iter().take(first(call).unwrap_or(0)).any(chose)
    };
    // Whoever is lost had chosen something before.
    prop_assert!(counted.callers(|fit, _| fit == Fit::Lost) <= number(&|call| first(call).is_some() && astray(call)));
    Ok(())
}

/// What happened in a menu at a level, of the calls of one interval.
fn recount_place(calls: &[&Call], menu: usize, level: usize, place: &PlaceTally) -> Result<(), TestCaseError> {
    let here = |visit: &MenuVisit| visit.menu.index() == menu && visit.level as usize == level;
    let visits: Vec<MenuVisit> = calls.iter().flat_map(|call| call.visits()).filter(here).collect();
    prop_assert_eq!(place.entered, visits.len() as u64);
    prop_assert_eq!(place.no_inputs, visits.iter().map(|visit| u64::from(visit.no_inputs)).sum::<u64>());
    prop_assert_eq!(place.no_matches, visits.iter().map(|visit| u64::from(visit.no_matches)).sum::<u64>());
    prop_assert_eq!(place.zeroed_out, visits.iter().filter(|visit| visit.zeroed_out).count() as u64);
    prop_assert!(same(place.seconds, visits.iter().map(|visit| visit.seconds).sum()));
    let there = |call: &&&Call| match call.hung_up().map(|hung_up| hung_up.place) {
        Some(Place::Menu(id, at)) => id.index() == menu && at as usize == level,
        Some(Place::Greeting) => {
            let last = call.visits().last().copied();
            level == 0 && last.is_some_and(|visit| visit.hung_up.is_some() && visit.menu.index() == menu)
        }
        None => false,
    };
    let hung_up: Vec<_> = calls.iter().filter(there).filter_map(|call| call.hung_up()).collect();
    for progress in Progress::ALL {
        let expected = hung_up.iter().filter(|hung_up| hung_up.progress == progress).count();
        prop_assert_eq!(place.hung_up(progress), expected as u64);
    }
    prop_assert_eq!(place.by_choice, hung_up.iter().filter(|hung_up| hung_up.by_choice).count() as u64);
    Ok(())
}

/// What was read out, wanted and pressed.
fn recount_options(scenario: &Scenario, calls: &[&Call], ivr: &IvrTally) -> Result<(), TestCaseError> {
    let menus = &scenario.ivr.as_ref().unwrap().menus;
    let (mut visits, mut positions, mut options) = (0, 0, 0);
    for (index, (menu, counted)) in menus.iter().zip(&ivr.menus).enumerate() {
        let plays: Vec<_> = calls.iter().flat_map(|call| call.plays()).collect();
        let plays: Vec<_> = plays.into_iter().filter(|play| play.menu.index() == index).collect();
        let seen: Vec<_> = calls.iter().flat_map(|call| call.visits()).collect();
        let seen: Vec<_> = seen.into_iter().filter(|visit| visit.menu.index() == index).collect();
        prop_assert_eq!(counted.visits(), seen.len() as u64);
        prop_assert_eq!(counted.heard.iter().flatten().sum::<u64>(), plays.len() as u64);
        for option in 0..menu.options.len() {
            let at = Some(option as u32);
            let heard = || plays.iter().filter(|play| play.heard as usize > option);
            prop_assert_eq!(counted.read_out(option).sum::<u64>(), heard().count() as u64);
            prop_assert_eq!(counted.heard_own[option], heard().filter(|play| play.wanted == at).count() as u64);
            let wanted = seen.iter().filter(|visit| visit.wanted == at).count() as u64;
            prop_assert_eq!(counted.wanted(option), wanted);
            let taken = seen.iter().filter(|visit| visit.taken == at).count() as u64;
            prop_assert_eq!(Why::ALL.into_iter().map(|why| counted.pressed(option, why)).sum::<u64>(), taken);
            if menu.options[option].announced {
                visits += wanted;
                positions += wanted * menu.options[..=option].iter().filter(|option| option.announced).count() as u64;
                options += wanted * menu.options.iter().filter(|option| option.announced).count() as u64;
            }
        }
        let person: u64 = (0..menu.options.len()).map(|option| counted.pressed(option, Why::Person)).sum();
        prop_assert_eq!(person, seen.iter().filter(|visit| visit.zeroed_out).count() as u64);
    }
    prop_assert_eq!((ivr.wanted.visits, ivr.wanted.positions, ivr.wanted.options), (visits, positions, options));
    Ok(())
}
