//! `hangup compare`: the difference of two scenarios, on the same callers.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use clap::Args;

use super::format::Format;
use super::git::Revision;
use super::out::Folder;
use super::pair::{self, Pair};
use super::simulating::Simulating;
use super::since::{self, Asked, Since};
use super::summary::Summary;
use super::verdict::Deciding;
use super::{Exit, files, output};
use crate::experiment::{self, Compared, Error, Judged, Settings, Verdict};
use crate::report::compare::{self, CompareReport, Side};
use crate::report::diagnostics::diagnostics;
use crate::report::{self, github};
use crate::scenario::bar::bar;
use crate::scenario::diagnostic::Report;
use crate::scenario::{self, Loaded};

/// What `--out` may write.
const FILES: [&str; 12] = [
    "compare.txt",
    "compare.md",
    "compare.json",
    "compare.csv",
    "differences.png",
    "differences.svg",
    "differences-phone.png",
    "differences-phone.svg",
    "funnel.png",
    "funnel.svg",
    "funnel-phone.png",
    "funnel-phone.svg",
];

#[derive(Debug, Args)]
pub(super) struct Compare {
    /// The base, and then the changed scenario; or one file with --set; or files, folders and patterns with --git
    #[arg(required = true, value_name = "FILE|FOLDER|PATTERN")]
    files: Vec<PathBuf>,
    /// Compare the file with what it was at this revision of its git repository; of several, those that are changed or
    /// renamed, or rest on a base file that is, and say which are new or gone
    #[arg(long, value_name = "REV")]
    git: Option<String>,
    /// Expect something of the difference, such as `ivr_abandonment increases by < 0.5 points` or `mean_wait(billing) changes by < 5s`;
    /// or of the changed scenario, as in its file; may be repeated
    #[arg(long = "expect", value_name = "EXPECTATION")]
    expect: Vec<String>,
    /// The form of the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write compare.txt, compare.md, compare.json, compare.csv and the charts as SVG and PNG to this folder too; of
    /// several comparisons each to a folder in it, named after the file
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    deciding: Deciding,
    #[command(flatten)]
    simulating: Simulating,
}

/// What is compared, and, where it is all that changed since a revision, what else there is to say of that.
struct Work {
    pairs: Vec<Pair>,
    since: Option<Since>,
}

/// One comparison with what came of it, and how long that took.
struct Done<'p> {
    pair: &'p Pair,
    compared: Compared,
    took: Duration,
}

impl Done<'_> {
    fn report(&self) -> CompareReport<'_> {
        fn side((loaded, origin): &(Loaded, String)) -> Side<'_> {
            Side { scenario: &loaded.scenario, hash: &loaded.hash, origin }
        }
        CompareReport {
            base: side(&self.pair.base),
            changed: side(&self.pair.changed),
            compared: &self.compared,
            lowered: &self.pair.lowered,
        }
    }

    fn judged(&self) -> impl Iterator<Item = &Judged> {
        self.compared.changed.expectations.iter().chain(&self.compared.differences)
    }
}

impl Compare {
    pub(super) fn execute(&self) -> Exit {
        self.try_to_execute().unwrap_or_else(|exit| exit)
    }

    fn try_to_execute(&self) -> Result<Exit, Exit> {
        let work = self.read()?;
        let folder = self.out.as_deref().map(Folder::create).transpose()?;
        let folders = match folder {
            None => Vec::new(),
            Some(folder) if work.since.is_none() => vec![folder],
            Some(folder) => folder.each(&work.pairs.iter().map(|pair| pair.file.clone()).collect::<Vec<_>>())?,
        };
        let folders = folders.into_iter().map(|folder| folder.for_files(&FILES)).collect::<Result<Vec<_>, Exit>>()?;
        let summary = Summary::ready(self.format == Format::Github)?;
        let pool = self.simulating.pool()?;
        super::end_on_interrupt();
        let stop = self.deciding.deadline();
        let several = work.since.is_some();
        let compared: Vec<Result<Done, Exit>> =
            work.pairs.iter().map(|pair| self.compare(pair, several, &pool, stop)).collect();
        let failed =
            compared.iter().filter_map(|done| done.as_ref().err()).fold(Exit::Fine, |all, exit| all.and(*exit));
        let done: Vec<&Done> = compared.iter().filter_map(|done| done.as_ref().ok()).collect();
        if !several && done.is_empty() {
            return Err(failed);
        }
        let mut exit = failed.and(self.deciding.exit(done.iter().flat_map(|done| done.judged())));
        exit = exit.and(output::result(&self.text(&done, work.since.as_ref())));
        if self.format == Format::Github {
            exit = exit.and(summary.add(&markdown(&done, work.since.as_ref())));
        }
        // Where one failed, the others' folders are their own all the same.
        for (done, folder) in compared.iter().zip(&folders) {
            if let Ok(done) = done {
                exit = exit.and(self.write(folder, &done.report()));
            }
        }
        Ok(exit)
    }

    /// Simulates both.
    fn compare<'p>(
        &self,
        pair: &'p Pair,
        several: bool,
        pool: &rayon::ThreadPool,
        stop: &AtomicBool,
    ) -> Result<Done<'p>, Exit> {
        let (base, changed) = (&pair.base.0, &pair.changed.0);
        let expectations = bar(&base.expectations, &changed.expectations);
        let mut planned = base.scenario.clone();
        if !expectations.is_empty() {
            planned.replications = base.judged.clone();
        }
        let began = Instant::now();
        let bar = self.simulating.progress(&pair.changed.1, "{bar:40} {percent} % of both, {eta} left");
        let compared = pool.install(|| {
            let advance = |done: u32, total: u32| bar.advance(done.into(), total.into());
            let settings = Settings::default();
            experiment::compare(&planned, &changed.scenario, &expectations, &settings, stop, advance)
        });
        bar.finish();
        match compared {
            Ok(compared) => Ok(Done { pair, compared, took: began.elapsed() }),
            Err(error) => {
                let whose = if several { format!("{}: ", pair.changed.1) } else { String::new() };
                output::message(&format!("error: {whose}{error}"));
                Err(if matches!(error, Error::UnknownMetric(_)) { Exit::Wrong } else { Exit::Incomplete })
            }
        }
    }

    /// What came of all comparisons, in the form that is asked for.
    fn text(&self, all: &[&Done], since: Option<&Since>) -> String {
        let each: Vec<String> = all.iter().map(|done| self.show(done)).collect();
        let Some(since) = since else { return each.concat() };
        let notes = || since.notes().into_iter().map(|note| note + "\n").collect::<String>();
        match self.format {
            Format::Text => {
                let text = each.into_iter().map(|text| text + "\n").collect::<String>();
                text + &notes() + &last_line(all, since)
            }
            Format::Github => each.concat() + &since.annotations() + &last_line(all, since),
            Format::Markdown => markdown(all, Some(since)),
            Format::Json | Format::Csv => {
                if !self.simulating.quiet {
                    since.notes().iter().for_each(|note| output::message(note));
                }
                if self.format == Format::Csv {
                    return compare::csv_of_several(all.iter().map(|done| done.report()));
                }
                format!("[\n{}]\n", each.join(",\n"))
            }
        }
    }

    fn show(&self, done: &Done) -> String {
        let report = done.report();
        match self.format {
            Format::Text => compare::text(&report, Some(done.took)),
            Format::Json => compare::json(&report),
            Format::Csv => compare::csv(&report),
            Format::Markdown => compare::markdown(&report),
            Format::Github => {
                compare::annotations(&report, self.deciding.in_github(), |position| done.pair.place(position))
            }
        }
    }

    fn write(&self, folder: &Folder, report: &CompareReport) -> Exit {
        match compare::files(report) {
            Ok(files) => {
                let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), &bytes[..])).collect();
                folder.write(&files, self.simulating.quiet)
            }
            Err(error) => {
                output::message(&format!("error: a chart could not be drawn: {error}"));
                Exit::Incomplete
            }
        }
    }

    /// Reads everything before anything is run, and tells all that is wrong with it.
    fn read(&self) -> Result<Work, Exit> {
        let (settings, of_both) = (self.simulating.settings(), self.simulating.of_any());
        let with = self.simulating.changes.settings.join(", ");
        let with = if with.is_empty() { with } else { format!(" with {with}") };
        let asked = Asked { of_both: &of_both, settings: &settings, expect: &self.expect, with: &with };
        let (mut base, second, origin, revision) = match (&self.git, &self.files[..]) {
            (Some(name), [first, ..]) => {
                let revision = Revision::of(name, first).map_err(|message| wrong(&format!("--git: {message}")))?;
                if !since::is_of_one(&self.files) {
                    return self.since(&revision, &asked);
                }
                let before = since::before(&revision, first).map_err(|message| wrong(&format!("--git: {message}")))?;
                let (path, text) = before;
                (pair::at(&revision, &path, text, &of_both), first, revision.label(&path), Some(revision))
            }
            (None, [first, second]) => (scenario::load(first, &of_both), second, output::name(first), None),
            (None, [file]) if !self.simulating.changes.settings.is_empty() => {
                (scenario::load(file, &of_both), file, output::name(file), None)
            }
            (None, [_]) => return Err(wrong("name two files, or one with --set or --git, to compare it with")),
            _ => return Err(wrong("name two files; more are compared with a revision only, by --git")),
        };
        let changed = scenario::load_expecting(second, &settings, &self.expect);
        // What is to be said of both is said once.
        if let (Ok(base), Ok(changed)) = (&mut base, &changed) {
            base.warnings.tell_no_more_than_once_beside(&changed.warnings);
        }
        let told = |loaded: Result<Loaded, Report>| match loaded {
            Ok(loaded) => {
                output::problems(&loaded.warnings, self.simulating.quiet);
                Some(loaded)
            }
            Err(problems) => {
                self.refuse(&[problems], revision.as_ref());
                None
            }
        };
        let base = told(base);
        let (Some(base), Some(changed)) = (base, told(changed)) else { return Err(Exit::Wrong) };
        let pair = Pair::new((base, origin), (changed, output::name(second) + &with), second);
        self.look_at(&pair)?;
        Ok(Work { pairs: vec![pair], since: None })
    }

    /// As [`Self::read`], of all scenarios that are meant.
    fn since(&self, revision: &Revision, asked: &Asked) -> Result<Work, Exit> {
        let mut since = Since::read(revision, &self.files, asked).map_err(|message| wrong(&message))?;
        for warnings in &since.warnings {
            output::problems(warnings, self.simulating.quiet);
        }
        for template in since.templates.iter().filter(|_| !self.simulating.quiet || since.is_empty()) {
            files::tell_template(template);
        }
        if !since.broken.is_empty() {
            self.refuse(&since.broken, Some(revision));
            return Err(Exit::Wrong);
        }
        if since.is_empty() {
            return Err(wrong("there is nothing but templates; name a file that extends one"));
        }
        let pairs = std::mem::take(&mut since.pairs);
        for pair in &pairs {
            self.look_at(pair)?;
        }
        Ok(Work { pairs, since: Some(since) })
    }

    /// Tells what is wrong with scenarios.
    fn refuse(&self, wrong: &[Report], revision: Option<&Revision>) {
        for problems in wrong {
            output::problems(problems, self.simulating.quiet);
        }
        if self.format == Format::Github {
            let mut told = diagnostics(wrong);
            for problem in &mut told {
                // What a revision calls it is no path that could be annotated.
                if let Some(path) = revision.and_then(|revision| revision.unlabelled(&problem.file)) {
                    problem.file = path.to_owned();
                }
            }
            output::result(&github::problems(&told));
        }
    }

    /// Tells what of two scenarios cannot be compared, or is not.
    fn look_at(&self, pair: &Pair) -> Result<(), Exit> {
        if let Err(error) = experiment::comparable(&pair.base.0.scenario, &pair.changed.0.scenario) {
            return Err(wrong(&error.to_string()));
        }
        if pair.base.0.scenario.seed != pair.changed.0.scenario.seed && !self.simulating.quiet {
            output::message("note: the two have different seeds; both are run with the base's, on the same callers");
        }
        Ok(())
    }
}

fn wrong(message: &str) -> Exit {
    output::message(&format!("error: {message}"));
    Exit::Wrong
}

/// All comparisons as Markdown, with what else a reviewer is to know.
fn markdown(all: &[&Done], since: Option<&Since>) -> String {
    let each = all.iter().map(|done| compare::markdown(&done.report()));
    let Some(since) = since else { return each.collect() };
    let notes = since.notes().into_iter().map(|note| format!("> {}\n\n", report::prose(&note)));
    each.map(|text| text + "\n").chain(notes).chain([last_line(all, since)]).collect()
}

/// What came of all comparisons, in one line.
fn last_line(all: &[&Done], since: &Since) -> String {
    let judged: Vec<&Judged> = all.iter().flat_map(|done| done.judged()).collect();
    let tally = if judged.is_empty() { String::new() } else { format!("; {}", report::tally(&judged)) };
    let bad = all.iter().filter(|done| done.judged().any(|judged| judged.verdict != Verdict::Holds));
    let bad: Vec<&str> = bad.map(|done| done.pair.changed.1.as_str()).collect();
    let names = if bad.is_empty() { String::new() } else { format!("; see {}", bad.join(", ")) };
    format!("{}{tally}{names}\n", since.counted())
}
