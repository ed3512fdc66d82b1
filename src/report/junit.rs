//! Results as `JUnit` XML, as CI systems read it: a suite for each scenario, a test case for each expectation.

use std::fmt::Write;

use super::chart::escaped;
use super::expectations::found;
use crate::experiment::{Judged, Verdict};

/// What came of one scenario file.
#[derive(Debug, Clone)]
pub struct Suite<'a> {
    /// The file.
    pub file: String,
    /// How long its simulation took, in seconds of wall time.
    pub seconds: f64,
    /// Its verdicts; or why there are none.
    pub outcome: Result<&'a [Judged], String>,
}

/// What an undecided expectation counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undecided {
    /// An error: neither passed nor failed.
    Error,
    /// Skipped.
    Skipped,
    /// A failure.
    Failure,
}

/// The suites as XML. Test cases carry what every reader knows: name, class name (the file) and time.
pub fn junit(suites: &[Suite], undecided: Undecided) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let counts: Vec<Counts> = suites.iter().map(|suite| Counts::of(suite, undecided)).collect();
    let sum = |of: fn(&Counts) -> usize| counts.iter().map(of).sum::<usize>();
    let seconds: f64 = suites.iter().map(|suite| suite.seconds).sum();
    let _ = writeln!(
        out,
        "<testsuites name=\"hangup\" tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"{seconds:.3}\">",
        sum(|c| c.tests),
        sum(|c| c.failures),
        sum(|c| c.errors)
    );
    for (suite, counts) in suites.iter().zip(&counts) {
        let file = escaped(&suite.file);
        let _ = writeln!(
            out,
            "  <testsuite name=\"{file}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{:.3}\">",
            counts.tests, counts.failures, counts.errors, counts.skipped, suite.seconds
        );
        match suite.outcome.as_ref() {
            Ok(judged) => judged.iter().for_each(|judged| case(&mut out, &file, judged, undecided)),
            Err(message) => {
                let message = escaped(message);
                let _ =
                    writeln!(out, "    <testcase name=\"the scenario can be run\" classname=\"{file}\" time=\"0\">");
                let _ = writeln!(
                    out,
                    "      <error type=\"scenario\" message=\"{}\">{message}</error>",
                    first_line(&message)
                );
                out.push_str("    </testcase>\n");
            }
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

fn case(out: &mut String, file: &str, judged: &Judged, undecided: Undecided) {
    let expectation = &judged.expectation;
    let name = escaped(&expectation.text);
    let head = format!("    <testcase name=\"{name}\" classname=\"{file}\" time=\"0\"");
    let tag = match (judged.verdict, undecided) {
        (Verdict::Holds, _) => {
            let _ = writeln!(out, "{head}/>");
            return;
        }
        (Verdict::Fails, _) | (_, Undecided::Failure) => "failure",
        (_, Undecided::Error) => "error",
        (_, Undecided::Skipped) => "skipped",
    };
    let position = &expectation.position;
    let message = escaped(&format!("{}: found {}", judged.verdict.name(), found(judged)));
    let place = escaped(&format!("{}:{}:{}", position.file, position.line, position.column));
    let _ = writeln!(
        out,
        "{head}>\n      <{tag} type=\"{}\" message=\"{message}\">{place}: {name}: {message}</{tag}>\n    </testcase>",
        judged.verdict.name()
    );
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

#[derive(Default)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Counts {
    fn of(suite: &Suite, undecided: Undecided) -> Self {
        let Ok(judged) = &suite.outcome else { return Self { tests: 1, errors: 1, ..Self::default() } };
        let of = |verdict: Verdict| judged.iter().filter(|judged| judged.verdict == verdict).count();
        let open = |kind: Undecided| if undecided == kind { of(Verdict::Undecided) } else { 0 };
        Self {
            tests: judged.len(),
            failures: of(Verdict::Fails) + open(Undecided::Failure),
            errors: open(Undecided::Error),
            skipped: open(Undecided::Skipped),
        }
    }
}
