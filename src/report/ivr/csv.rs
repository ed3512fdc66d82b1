//! What callers do in the IVR as comma-separated values: abandoned calls by half-hour, menu and level; intents; options.
//!
//! Counts are totals over all replications; what each column means is told in `docs/results.md`.

use std::fmt::Write;

use super::{Column, IvrReport, PlaceRows};
use crate::center::{Destination, Fit, Progress, Route, Why};
use crate::report::Report;
use crate::report::csv::{number, quoted};
use crate::report::figures::Figure;
use crate::report::number::clock;

/// The files of what callers do in the IVR, each with its name: `ivr.csv`, `intents.csv`, `options.csv`; none where there is
/// no IVR.
pub fn files(report: &Report) -> Vec<(&'static str, String)> {
    let Some(followed) = IvrReport::new(report) else {
        return Vec::new();
    };
    vec![
        ("ivr.csv", places(report, &followed)),
        ("intents.csv", intents(&followed)),
        ("options.csv", options(&followed)),
    ]
}

/// The greeting and every menu at every level, over the whole day and then by interval of arrival.
fn places(report: &Report, followed: &IvrReport) -> String {
    let mut text = String::from("interval,place,menu,level,entered,hung_up,share,half_width");
    for progress in Progress::ALL {
        let _ = write!(text, ",{}", progress.name());
    }
    text.push_str(",by_choice,seconds,no_input,no_match,zero_out\n");
    write_places(&mut text, "", &followed.places());
    for (index, rows) in followed.intervals().enumerate() {
        write_places(&mut text, &clock(report.results.windows.interval_bounds(index).0), &rows);
    }
    text
}

fn write_places(text: &mut String, interval: &str, rows: &PlaceRows) {
    let share = |share: &Figure| format!("{},{}", number(share.mean), number(share.half_width));
    let mean = |seconds: f64, entered: u64| number((entered > 0).then(|| seconds / entered as f64));
    let greeting = &rows.tallies.greeting;
    let _ = write!(text, "{interval},greeting,,,{},{},{}", greeting.entered, greeting.hung_up, share(&rows.greeting));
    text.push_str(&",".repeat(Progress::ALL.len()));
    let _ = writeln!(text, ",{},{},,,", greeting.by_choice, mean(greeting.seconds, greeting.entered));
    for row in &rows.menus {
        let tally = &row.tally;
        let _ = write!(
            text,
            "{interval},menu,{},{},{},{},{}",
            quoted(row.menu),
            row.level,
            tally.entered,
            tally.all_hung_up(),
            share(&row.share)
        );
        for progress in Progress::ALL {
            let _ = write!(text, ",{}", tally.hung_up(progress));
        }
        let _ = writeln!(
            text,
            ",{},{},{},{},{}",
            tally.by_choice,
            mean(tally.seconds, tally.entered),
            tally.no_inputs,
            tally.no_matches,
            tally.zeroed_out
        );
    }
}

/// Where the callers of every intent came to, and of those who came to a queue, to which.
fn intents(followed: &IvrReport) -> String {
    let queues = followed.queues();
    let mut text = String::from("intent,callers");
    for column in Column::ALL {
        let _ = write!(text, ",{}", column.name());
    }
    text.push_str(",nothing_fitted,lost");
    for &queue in &queues {
        for route in Route::ALL {
            let name = &followed.scenario.queues[queue.index()].name;
            let _ = write!(text, ",{}", quoted(&format!("{}({name})", Column::Route(route).name())));
        }
    }
    text.push('\n');
    for (name, tally) in followed.intents() {
        let _ = write!(text, "{},{}", quoted(name), tally.callers(|_, _| true));
        for column in Column::ALL {
            let _ = write!(text, ",{}", tally.callers(|_, to| column.is(to)));
        }
        for fit in [Fit::Nothing, Fit::Lost] {
            let _ = write!(text, ",{}", tally.callers(|of, _| of == fit));
        }
        for &queue in &queues {
            for route in Route::ALL {
                let _ = write!(text, ",{}", tally.callers(|_, to| to == Destination::Queue(queue, route)));
            }
        }
        text.push('\n');
    }
    text
}

/// What is heard and pressed of every option.
fn options(followed: &IvrReport) -> String {
    let mut text = String::from(
        "menu,key,position,seconds,read_out,to_others,wanted,wanted_share,half_width,pressed,own,mistake,any_key,person\n",
    );
    for row in followed.options() {
        let share = &row.wanted_share;
        let _ = write!(
            text,
            "{},{},{},{},{},{},{},{},{},{}",
            quoted(row.menu),
            quoted(&row.option.key),
            row.position.map_or(String::new(), |position| position.to_string()),
            number(row.position.map(|_| row.seconds)),
            row.read_out,
            row.to_others,
            row.wanted,
            number(share.mean),
            number(share.half_width),
            row.pressed()
        );
        for why in Why::ALL {
            let _ = write!(text, ",{}", row.pressed_for(why));
        }
        text.push('\n');
    }
    text
}
