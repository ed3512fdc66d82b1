//! Test reports, as CI systems read them: what they say, and that they are documents of the kind that those systems take.
//!
//! The schema is that of Jenkins' xUnit plugin (junit-10.xsd), the strictest of those in use. No crate of pure Rust is known that
//! validates against an XSD (they generate types from one, or bind a library in C), so its rules are held here by hand, all of
//! them: every element, what may stand in it and in which order, its attributes. Where that schema takes any text for a number,
//! the rule here is that of Ant's schema: whole numbers and decimals.

#[path = "common/desk.rs"]
mod desk;

use desk::{Desk, LINE, several};
use resvg::usvg::roxmltree::{Document, Node};

/// What may stand in an element.
#[derive(Clone, Copy)]
enum Content {
    /// Any of these elements, in any order and number, and no text.
    Any(&'static [&'static str]),
    /// Text, and each of these at most once, in this order.
    Mixed(&'static [&'static str]),
}

/// An element: what may stand in it, the attributes that it must have, and those that it may have.
struct Element {
    name: &'static str,
    content: Content,
    must: &'static [&'static str],
    may: &'static [&'static str],
}

const RESULT: &[&str] = &["type", "message"];
const AGAIN: Content = Content::Mixed(&["stackTrace", "system-out", "system-err"]);

const fn element(
    name: &'static str,
    content: Content,
    must: &'static [&'static str],
    may: &'static [&'static str],
) -> Element {
    Element { name, content, must, may }
}

/// All elements of the schema.
const ELEMENTS: [Element; 15] = [
    element("testsuites", Content::Any(&["testsuite"]), &[], &["name", "time", "tests", "failures", "errors"]),
    element(
        "testsuite",
        Content::Any(&["testsuite", "properties", "testcase", "system-out", "system-err"]),
        &["name", "tests", "failures", "errors"],
        &["group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"],
    ),
    element(
        "testcase",
        Content::Any(&[
            "skipped",
            "error",
            "failure",
            "rerunFailure",
            "rerunError",
            "flakyFailure",
            "flakyError",
            "system-out",
            "system-err",
        ]),
        &["name"],
        &["time", "classname", "group"],
    ),
    element("failure", Content::Mixed(&[]), &[], RESULT),
    element("error", Content::Mixed(&[]), &[], RESULT),
    element("skipped", Content::Mixed(&[]), &[], RESULT),
    element("properties", Content::Any(&["property"]), &[], &[]),
    element("property", Content::Any(&[]), &["name", "value"], &[]),
    element("system-out", Content::Mixed(&[]), &[], &[]),
    element("system-err", Content::Mixed(&[]), &[], &[]),
    element("stackTrace", Content::Mixed(&[]), &[], &[]),
    element("rerunFailure", AGAIN, &["type"], &["message"]),
    element("rerunError", AGAIN, &["type"], &["message"]),
    element("flakyFailure", AGAIN, &["type"], &["message"]),
    element("flakyError", AGAIN, &["type"], &["message"]),
];

/// What is wrong with an element and those in it.
fn wrong(node: Node) -> Result<(), String> {
    let name = node.tag_name().name();
    if node.tag_name().namespace().is_some() {
        return Err(format!("`{name}` has a namespace"));
    }
    let element = ELEMENTS.iter().find(|element| element.name == name);
    let element = element.ok_or_else(|| format!("there is no element `{name}`"))?;
    let has: Vec<&str> = node.attributes().map(|attribute| attribute.name()).collect();
    if let Some(lacking) = element.must.iter().find(|name| !has.contains(name)) {
        return Err(format!("`{name}` has no `{lacking}`"));
    }
    if let Some(other) = has.iter().find(|name| !element.must.contains(name) && !element.may.contains(name)) {
        return Err(format!("`{name}` may not have `{other}`"));
    }
    for attribute in node.attributes() {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let (number, decimals) = attribute.value().split_once('.').unwrap_or((attribute.value(), "0"));
        let fits = match attribute.name() {
            "tests" | "failures" | "errors" | "skipped" => digits(attribute.value()),
            "time" => digits(number) && digits(decimals),
            _ => true,
        };
        if !fits {
            return Err(format!("`{}` of `{name}` is no number: {}", attribute.name(), attribute.value()));
        }
    }
    let mut after = 0;
    for child in node.children().filter(|child| !child.is_comment()) {
        let inner = child.tag_name().name();
        match element.content {
            Content::Any(_) if child.is_text() && child.text().is_some_and(|text| !text.trim().is_empty()) => {
                return Err(format!("there is text in `{name}`"));
            }
            Content::Any(allowed) if child.is_element() && !allowed.contains(&inner) => {
                return Err(format!("`{inner}` stands in `{name}`"));
            }
            Content::Mixed(order) if child.is_element() => {
                let place = order[after..].iter().position(|name| *name == inner);
                after += 1 + place.ok_or_else(|| format!("`{inner}` stands in `{name}`, or too late"))?;
            }
            _ => {}
        }
        if child.is_element() {
            wrong(child)?;
        }
    }
    Ok(())
}

/// What is wrong with a report.
fn validate(text: &str) -> Result<(), String> {
    let document = Document::parse(text).map_err(|error| error.to_string())?;
    let root = document.root_element();
    if root.tag_name().name() != "testsuites" {
        return Err("a report is a list of suites".into());
    }
    wrong(root)
}

fn junit(text: &str) -> Document<'_> {
    validate(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    Document::parse(text).unwrap()
}

fn count(node: Node, attribute: &str) -> usize {
    node.attribute(attribute).unwrap().parse().unwrap()
}

#[test]
fn the_rules_take_what_the_schema_takes_and_nothing_else() {
    let suite = r#"<testsuite name="a" tests="1" failures="0" errors="0">"#;
    let around = |inner: &str| format!("<testsuites>{suite}{inner}</testsuite></testsuites>");
    for good in [
        "<testsuites/>".to_owned(),
        around(""),
        around(
            r#"<properties><property name="a" value="b"/></properties><testcase name="t"/><system-out>said</system-out>"#,
        ),
        around(
            r#"<testcase name="t" time="0.5" classname="c"><failure type="a" message="b">c</failure><error/></testcase>"#,
        ),
        around(r#"<testcase name="t"><flakyError type="a"><stackTrace/><system-err/></flakyError></testcase>"#),
        around(&format!("{suite}</testsuite>")),
    ] {
        assert_eq!(validate(&good), Ok(()), "{good}");
    }
    for (bad, why) in [
        ("<testsuites>".to_owned(), "root node"),
        ("<testcase name=\"t\"/>".into(), "a report is a list of suites"),
        ("<testsuites xmlns=\"urn:x\"/>".into(), "has a namespace"),
        ("<testsuites><suite/></testsuites>".into(), "`suite` stands in `testsuites`"),
        ("<testsuites><testcase name=\"t\"/></testsuites>".into(), "`testcase` stands in `testsuites`"),
        ("<testsuites skipped=\"1\"/>".into(), "`testsuites` may not have `skipped`"),
        ("<testsuites time=\"1e3\"/>".into(), "`time` of `testsuites` is no number"),
        ("<testsuites time=\"1.2.3\"/>".into(), "`time` of `testsuites` is no number"),
        ("<testsuites time=\"-1\"/>".into(), "`time` of `testsuites` is no number"),
        ("<testsuites time=\"\"/>".into(), "`time` of `testsuites` is no number"),
        ("<testsuites>text</testsuites>".into(), "there is text in `testsuites`"),
        (around("").replace(" errors=\"0\"", ""), "`testsuite` has no `errors`"),
        (around("").replace(" name=\"a\"", ""), "`testsuite` has no `name`"),
        (around("").replace("tests=\"1\"", "tests=\"one\""), "`tests` of `testsuite` is no number"),
        (around("").replace("failures=\"0\"", "failures=\"0.0\""), "`failures` of `testsuite` is no number"),
        (around("<failure/>"), "`failure` stands in `testsuite`"),
        (around("<testcase/>"), "`testcase` has no `name`"),
        (around("<testcase name=\"t\" status=\"ok\"/>"), "`testcase` may not have `status`"),
        (around("<testcase name=\"t\" line=\"3\"/>"), "`testcase` may not have `line`"),
        (around("<testcase name=\"t\" time=\"1,5\"/>"), "`time` of `testcase` is no number"),
        (around("<testcase name=\"t\">said</testcase>"), "there is text in `testcase`"),
        (around("<testcase name=\"t\"><passed/></testcase>"), "`passed` stands in `testcase`"),
        (around("<testcase name=\"t\"><failure><b/></failure></testcase>"), "`b` stands in `failure`"),
        (around("<testcase name=\"t\"><skipped reason=\"a\"/></testcase>"), "`skipped` may not have `reason`"),
        (around("<testcase name=\"t\"><flakyError/></testcase>"), "`flakyError` has no `type`"),
        (
            around("<testcase name=\"t\"><flakyError type=\"a\"><system-err/><stackTrace/></flakyError></testcase>"),
            "`stackTrace` stands in `flakyError`, or too late",
        ),
        (around("<properties><property name=\"a\"/></properties>"), "`property` has no `value`"),
        (around("<system-out lines=\"1\"/>"), "`system-out` may not have `lines`"),
    ] {
        let error = validate(&bad).expect_err(&bad);
        assert!(error.contains(why), "{bad}: {error}");
    }
}

#[test]
fn a_test_report_has_a_case_for_every_expectation() {
    let desk = several();
    for (undecided, tag, code) in [(None, "error", 1), (Some("pass"), "skipped", 1), (Some("fail"), "failure", 1)] {
        let mut arguments = vec!["run", "--quiet", "days", "--junit", "reports/hangup.xml"];
        arguments.extend(undecided.iter().flat_map(|verdict| ["--undecided", verdict]));
        desk.said(&arguments, code);
        let text = desk.read("reports/hangup.xml");
        let document = junit(&text);
        let root = document.root_element();
        let suites: Vec<Node> = root.children().filter(Node::is_element).collect();
        let names: Vec<&str> = suites.iter().map(|suite| suite.attribute("name").unwrap()).collect();
        assert_eq!(names, ["days/a.yml", "days/b.yaml", "days/deeper/c.yaml"]);
        for node in suites.iter().chain([&root]) {
            let of = |tag: &str| node.descendants().filter(|node| node.has_tag_name(tag)).count();
            assert_eq!(count(*node, "tests"), of("testcase"));
            assert_eq!(count(*node, "failures"), of("failure"));
            assert_eq!(count(*node, "errors"), of("error"));
        }
        let cases: Vec<Node> = suites[1].children().filter(Node::is_element).collect();
        assert_eq!(cases.len(), 4);
        assert_eq!(cases[1].attribute("name"), Some("mean_wait of desk < 1s"));
        let outcome = |case: Node| case.children().find(Node::is_element).map(|node| node.tag_name().name().to_owned());
        let outcomes: Vec<Option<String>> = cases.into_iter().map(outcome).collect();
        assert_eq!(outcomes, [None, Some("failure".into()), None, Some(tag.into())]);
        assert!(text.contains("days/b.yaml:13:5: mean_wait of desk &lt; 1s: fails: found "), "{text}");
    }
}

#[test]
fn a_test_report_tells_of_scenarios_that_cannot_be_read() {
    let desk = Desk::new(&[("broken.yaml", &LINE.replace("talk: 3m", "talk: 3")), ("fine.yaml", LINE)]);
    desk.said(&["run", "--quiet", "broken.yaml", "fine.yaml", "--junit", "out.xml"], 2);
    let text = desk.read("out.xml");
    let document = junit(&text);
    assert_eq!(count(document.root_element(), "errors"), 1);
    assert!(text.contains("the duration `3` has no unit"), "{text}");
    let (out, _) = desk.said(&["run", "--quiet", "broken.yaml", "--format", "github"], 2);
    assert_eq!(
        out,
        "::error file=broken.yaml,line=9,col=23,title=duration-without-unit::the duration `3` has no unit (write `3s` if seconds are meant)\n"
    );
}
