//! What callers do in the IVR, as text: how far those had got who hung up, the three answers, and on request two tables,
//! of intents and of options.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use super::{Column, IvrReport, answers, label};
use crate::center::{Fit, Progress, Why};
use crate::report::Report;
use crate::report::number::{percent, seconds, short};
use crate::report::table::Table;
use crate::report::text::{cut, periods, push, shortened};

/// No line of an answer is longer.
const WIDEST: usize = 118;

/// How far those had got who hung up, and the three answers.
pub(in crate::report) fn text(out: &mut String, report: &Report, followed: &IvrReport) {
    if let Some(table) = hang_ups(report, followed) {
        out.push('\n');
        push(out, table.lines());
    }
    let answers = answers(report, followed);
    if answers.is_empty() {
        return;
    }
    let _ = writeln!(out, "\nThree questions, answered from this run");
    let indent = answers.iter().map(|answer| answer.question.width()).max().unwrap_or(0) + 4;
    for answer in answers {
        let mut line = format!("  {}", answer.question);
        line.push_str(&" ".repeat(indent - line.width()));
        for word in answer.answer.split(' ') {
            let word = word.replace('\u{a0}', " ");
            if line.width() + word.width() > WIDEST {
                let _ = writeln!(out, "{}", line.trim_end());
                line = " ".repeat(indent);
            }
            let _ = write!(line, "{word} ");
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

/// The intents and the options.
pub(in crate::report) fn details(report: &Report, followed: &IvrReport) -> [Table; 2] {
    [intents(report, followed), options(report, followed)]
}

/// How far those had got who hung up in a menu; nothing where nobody did.
pub(in crate::report) fn hang_ups(report: &Report, followed: &IvrReport) -> Option<Table> {
    let places = followed.places();
    let hung_up = |progress: &Progress| places.menus.iter().any(|row| row.tally.hung_up(*progress) > 0);
    let shown: Vec<Progress> = Progress::ALL.into_iter().filter(hung_up).collect();
    if shown.is_empty() {
        return None;
    }
    let heading: Vec<&str> =
        ["Hung up", "in all"].into_iter().chain(shown.iter().map(|&progress| label(progress))).collect();
    let mut table = Table::new(&heading);
    let mean = |count: u64| short(count as f64 / periods(report));
    for row in &places.menus {
        let name = if row.one_of_several {
            format!("  {}, level {}", shortened(row.menu), row.level)
        } else {
            format!("  {}", shortened(row.menu))
        };
        let counts = shown.iter().map(|&progress| mean(row.tally.hung_up(progress)));
        table.row([name, mean(row.tally.all_hung_up())].into_iter().chain(counts));
    }
    Some(table)
}

/// Where the callers of each intent came to, in shares of them.
fn intents(report: &Report, followed: &IvrReport) -> Table {
    let shown: Vec<Column> =
        Column::ALL.into_iter().filter(|column| followed.callers(|_, to| column.is(to)) > 0).collect();
    let labels: Vec<String> = shown.iter().map(|column| column.label()).collect();
    let apart = [(Fit::Nothing, "nothing fitted"), (Fit::Lost, "lost")];
    let apart: Vec<(Fit, &str)> =
        apart.into_iter().filter(|(fit, _)| followed.callers(|of, _| of == *fit) > 0).collect();
    let heading: Vec<&str> = ["Intents", "callers"]
        .into_iter()
        .chain(labels.iter().map(String::as_str))
        .chain(apart.iter().map(|(_, label)| *label))
        .collect();
    let mut table = Table::new(&heading);
    for (name, tally) in followed.intents() {
        let all = tally.callers(|_, _| true);
        let of_all = |count: u64| if all > 0 { percent(count as f64 / all as f64, None) } else { "-".into() };
        let columns = shown.iter().map(|column| of_all(tally.callers(|_, to| column.is(to))));
        let apart = apart.iter().map(|(fit, _)| of_all(tally.callers(|of, _| of == *fit)));
        let first = [format!("  {}", shortened(name)), short(all as f64 / periods(report))];
        table.row(first.into_iter().chain(columns).chain(apart));
    }
    table
}

/// What is heard and pressed of every option.
fn options(report: &Report, followed: &IvrReport) -> Table {
    let mut table = Table::new(&[
        "Options",
        "position",
        "takes",
        "read out",
        "wanted",
        "pressed",
        "rightly",
        "by mistake",
        "any key",
        "for a person",
    ]);
    let mean = |count: u64| short(count as f64 / periods(report));
    for row in followed.options() {
        let says = row.option.prompt.first.text.as_deref();
        let says = says.map_or(String::new(), |says| {
            format!(" {}", cut(&says.split_whitespace().collect::<Vec<_>>().join(" "), 28))
        });
        let name = format!("  {} [{}]{says}", shortened(row.menu), shortened(&row.option.key));
        let spoken =
            row.position.map(|position| [position.to_string(), seconds(row.seconds, None), mean(row.read_out)]);
        let spoken = spoken.unwrap_or_else(|| ["-", "-", "-"].map(str::to_owned));
        let pressed = [mean(row.wanted), mean(row.pressed())].into_iter();
        let why = Why::ALL.into_iter().map(|why| mean(row.pressed_for(why)));
        table.row([name].into_iter().chain(spoken).chain(pressed).chain(why));
    }
    table
}
