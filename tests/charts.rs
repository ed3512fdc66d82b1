//! Charts of a sweep: as they are drawn for fixed data, and what must hold for whatever data.
//!
//! Pictures are compared with `tests/snapshots/chart.*.snap`; after a change that is meant: `INSTA_UPDATE=always cargo
//! test --test charts`, and look at the pictures before they are committed: `cargo test --test charts -- --ignored`
//! writes them as SVG and PNG into `target/tmp/charts`.

mod common;
mod samples;

use std::fs;
use std::path::Path;

use hangup::measure::metric::Unit;
use hangup::report::chart::{
    Axis, AxisValue, Difference, Differences, Funnel, FunnelCase, Grid, PNG_SCALE, Panel, Paper, Point, Quantity,
    Shapes, differences, funnel, heat, lines, png, shapes,
};
use hangup::report::page;
use proptest::prelude::*;
use resvg::tiny_skia::Pixmap;
use resvg::usvg::{Group, Node, Options, Rect, TextChunk, Tree, fontdb, roxmltree};

/// The fixed data, each as the charts that are made of it.
fn fixed() -> Vec<(&'static str, String)> {
    vec![
        ("heat", heat(&samples::grid(), Paper::Slide)),
        ("heat_of_three", heat(&samples::cube(), Paper::Slide)),
        ("lines", lines(&samples::grid(), Paper::Slide)),
        ("lines_of_one", lines(&samples::one_axis(), Paper::Slide)),
        ("lines_of_three", lines(&samples::cube(), Paper::Slide)),
        ("lines_of_seconds", lines(&samples::seconds(), Paper::Slide)),
        ("funnel", funnel(&samples::funnel(), Paper::Slide)),
        ("shapes", shapes(&samples::shapes(), Paper::Slide)),
        ("differences", differences(&samples::differences(), Paper::Slide)),
        ("heat_on_a_phone", heat(&samples::grid(), Paper::Phone)),
        ("heat_of_three_on_a_phone", heat(&samples::cube(), Paper::Phone)),
        ("lines_on_a_phone", lines(&samples::grid(), Paper::Phone)),
        ("lines_of_one_on_a_phone", lines(&samples::one_axis(), Paper::Phone)),
        ("funnel_on_a_phone", funnel(&samples::funnel(), Paper::Phone)),
        ("differences_on_a_phone", differences(&samples::differences(), Paper::Phone)),
        ("shapes_on_a_phone", shapes(&samples::shapes(), Paper::Phone)),
    ]
}

#[test]
fn every_chart_is_as_it_was() {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        for (name, svg) in fixed() {
            insta::assert_snapshot!(format!("chart.{name}"), svg);
        }
    });
}

#[test]
#[ignore = "writes pictures to look at"]
fn look() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("charts");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("index.html"), page(&samples::page())).expect("a page");
    for (name, svg) in fixed() {
        fs::write(folder.join(format!("{name}.png")), png(&svg).expect("a picture")).expect("a file");
        fs::write(folder.join(format!("{name}.svg")), svg).expect("a file");
    }
}

#[test]
fn every_number_stands_in_the_heat_map() {
    let words = words(&heat(&samples::grid(), Paper::Slide));
    let grid = samples::grid();
    for point in grid.cells.iter().flatten() {
        let number = format!("{:.1}", 100.0 * point.mean);
        assert!(words.contains(&number), "{number}");
    }
    assert_eq!(words.iter().filter(|word| word.starts_with('±')).count(), 40);
    for value in grid.axes.iter().flat_map(|axis| &axis.values) {
        assert!(words.contains(&value.text), "{value:?}");
    }
    for label in ["menu depth (levels)", "options per menu", "IVR abandonment, % of calls that entered the IVR"] {
        assert!(words.iter().any(|word| word == label), "{label}");
    }
}

#[test]
fn the_other_charts_show_their_numbers_too() {
    let one = words(&lines(&samples::one_axis(), Paper::Slide));
    for number in ["8.3 %", "9.3 %", "10.3 %", "11.2 %", "12.1 %", "12.9 %", "13.7 %", "14.5 %"] {
        assert!(one.iter().any(|word| word == number), "{number} in {one:?}");
    }
    let labelled = words(&lines(&samples::grid(), Paper::Slide));
    for depth in samples::depth().values {
        assert!(labelled.contains(&depth.text), "{depth:?}");
    }
    let left = words(&funnel(&samples::funnel(), Paper::Slide));
    for (number, times) in [("100 %", 5), ("96.4 %", 5), ("92.9 %", 5), ("88.8 %", 4), ("79.1 %", 1), ("−4.1", 4)] {
        assert_eq!(left.iter().filter(|word| *word == number).count(), times, "{number}");
    }
    for paper in [Paper::Slide, Paper::Phone] {
        let changed = words(&differences(&samples::differences(), paper));
        for number in ["+1.040 ± 0.047 points", "-0.75 ± 0.28 s", "+0.00000 ± 0.00038 points", "no difference seen"]
        {
            assert!(changed.iter().any(|word| word == number), "{number} in {changed:?}");
        }
    }
    let compared = words(&shapes(&samples::shapes(), Paper::Slide));
    for number in ["25.8 ±0.2 %", "13.7 ±0.1 %", "13.6 ±0.1 %", "17.7 ±0.2 %"] {
        assert!(compared.iter().any(|word| word == number), "{number} in {compared:?}");
    }
}

#[test]
fn a_long_name_leaves_room_for_what_is_shown_which_is_said_once() {
    for name in ["A line whose name goes on and on, as those of real centers do ".repeat(9), "A".repeat(999)] {
        let mut data = samples::funnel();
        data.about.scenario = name;
        for paper in [Paper::Slide, Paper::Phone] {
            let svg = funnel(&data, paper);
            in_order(&svg);
            let said = words(&svg).join(" ");
            assert_eq!(said.matches("who has not hung up in the IVR when each part is over").count(), 1, "{said}");
        }
    }
}

#[test]
fn on_a_telephone_no_line_crosses_a_word() {
    let svg = differences(&samples::differences(), Paper::Phone);
    let document = roxmltree::Document::parse(&svg).unwrap();
    let uprights = document.descendants().filter_map(|node| node.attribute("points")).filter_map(|points| {
        let numbers: Vec<f32> = points.split([' ', ',']).filter_map(|number| number.parse().ok()).collect();
        match numbers[..] {
            [x, from, also, to] if x == also => Some((x, from.min(to), from.max(to))),
            _ => None,
        }
    });
    let uprights: Vec<(f32, f32, f32)> = uprights.collect();
    assert!(uprights.len() > 20, "{uprights:?}");
    for (one, words) in boxes(&svg) {
        let letters = (one.top() + one.height() / 6.0, one.bottom() - one.height() / 6.0);
        let crossing = uprights
            .iter()
            .find(|(x, from, to)| (one.left()..=one.right()).contains(x) && *from < letters.1 && *to > letters.0);
        assert_eq!(crossing, None, "{words:?} at {one:?}");
    }
}

#[test]
fn a_darker_cell_is_a_higher_value_and_an_empty_one_says_so() {
    let fills = |grid: &Grid| -> Vec<String> {
        let svg = heat(grid, Paper::Slide);
        let document = roxmltree::Document::parse(&svg).expect("XML");
        let number = |node: roxmltree::Node, name: &str| node.attribute(name).and_then(|text| text.parse::<i32>().ok());
        let cells = document.descendants().filter(|node| node.has_tag_name("rect"));
        let cells =
            cells.filter(|node| number(*node, "width") == Some(200) || number(*node, "height").unwrap_or(0) > 200);
        cells.filter_map(|node| node.attribute("fill").map(str::to_owned)).collect()
    };
    let two = |first: Option<f64>, second: f64| Grid {
        axes: vec![samples::words("x", "one", &["a"]), samples::words("y", "other", &["b", "c"])],
        cells: vec![first.map(|mean| Point { mean, half_width: None }), Some(Point { mean: second, half_width: None })],
        ..samples::grid()
    };
    let light = |color: &str| {
        (1..7).step_by(2).map(|at| u32::from_str_radix(&color[at..at + 2], 16).expect("a colour")).sum::<u32>()
    };
    let colors = fills(&two(Some(0.1), 0.3));
    assert!(light(&colors[1]) > light(&colors[2]), "{colors:?}");
    let colors = fills(&two(Some(0.3), 0.1));
    assert!(light(&colors[1]) < light(&colors[2]), "{colors:?}");
    assert!(words(&heat(&two(None, 0.1), Paper::Slide)).iter().any(|word| word == "no value"));
    assert!(!words(&heat(&two(Some(0.2), 0.1), Paper::Slide)).iter().any(|word| word == "no value"));
}

#[test]
fn many_cells_have_colours_and_no_numbers() {
    let numbers: Vec<f64> = (1..=40).map(f64::from).collect();
    let axes = vec![samples::axis("a", "first", &numbers, ""), samples::axis("b", "second", &numbers, "")];
    let cells = (0..1600).map(|index| Some(samples::point(f64::from(index) / 1600.0))).collect();
    let grid = Grid { axes, cells, ..samples::grid() };
    let svg = heat(&grid, Paper::Slide);
    assert!(svg.matches("<rect").count() > 1600);
    assert!(words(&svg).len() < 70, "{:?}", words(&svg));
    in_order(&svg);
    let svg = lines(&grid, Paper::Slide);
    assert!(words(&svg).iter().any(|word| word.contains("8 of 40 values of first shown")), "{:?}", words(&svg));
    in_order(&svg);
}

#[test]
fn a_png_is_the_picture_in_pixels() {
    for (name, svg) in fixed() {
        let tree = tree(&svg);
        let decoded = Pixmap::decode_png(&png(&svg).expect("a picture")).expect("a PNG");
        let size = tree.size().to_int_size();
        assert_eq!(
            (decoded.width(), decoded.height()),
            (size.width() * PNG_SCALE, size.height() * PNG_SCALE),
            "{name}"
        );
        let dark = decoded.pixels().iter().filter(|pixel| pixel.red() < 60 && pixel.green() < 60).count();
        assert!(dark > 2000, "{name} has no letters: {dark} dark pixels");
    }
    assert!(png("no picture").is_err());
}

#[test]
fn fixed_charts_have_every_word_inside_and_none_over_another() {
    for (_, svg) in fixed() {
        in_order(&svg);
    }
}

proptest! {
    #![proptest_config(common::cases(48))]

    #[test]
    fn whatever_the_data_words_stay_inside_and_apart(grid in grids(), paper in papers()) {
        in_order(&heat(&grid, paper));
        in_order(&lines(&grid, paper));
    }

    #[test]
    fn whatever_the_shapes_words_stay_inside_and_apart(
        cases in prop::collection::vec((names(), prop::option::weighted(0.9, points())), 0..30),
        quantity in quantities(),
        paper in papers(),
    ) {
        let shape = Shapes { cases, quantity, ..samples::shapes() };
        in_order(&shapes(&shape, paper));
    }

    #[test]
    fn whatever_the_funnels_words_stay_inside_and_apart(
        cases in prop::collection::vec((names(), prop::collection::vec(0.0..=1.0, 0..18)), 0..12),
        note in prop::option::of(names()),
        paper in papers(),
    ) {
        let cases = cases.into_iter().map(|(label, left)| FunnelCase { label, left }).collect();
        in_order(&funnel(&Funnel { cases, note, ..samples::funnel() }, paper));
    }

    #[test]
    fn whatever_the_differences_words_stay_inside_and_apart(
        panels in prop::collection::vec(
            (names(), prop::collection::vec((names(), points(), names(), names(), any::<bool>()), 0..30)), 0..4,
        ),
        paper in papers(),
    ) {
        let row = |(label, point, text, word, seen)| Difference { label, point, text, word, seen };
        let panel = |(label, rows): (String, Vec<_>)| Panel {
            label,
            unit: Unit::Seconds,
            rows: rows.into_iter().map(row).collect(),
        };
        let panels = panels.into_iter().map(panel).collect();
        in_order(&differences(&Differences { panels, ..samples::differences() }, paper));
    }

    #[test]
    fn whatever_the_names_the_page_is_one_document(grid in grids(), text in names()) {
        let whole = hangup::report::Page { grid, scenario_text: text.clone(), scenario_file: text, ..samples::page() };
        let html = page(&whole);
        for tag in ["<script", "<b>"] {
            prop_assert!(!html.contains(tag), "{tag}");
        }
        prop_assert_eq!(html.matches("<table").count(), html.matches("</table").count());
    }
}

fn papers() -> impl Strategy<Value = Paper> {
    prop_oneof![Just(Paper::Slide), Just(Paper::Phone)]
}

/// Names as nobody should choose them: long, with letters that mean something in XML, of other scripts, empty.
fn names() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-z ]{1,12}",
        1 => "[A-Z<>&\"' ]{30,160}",
        1 => Just("<script>alert('&')</script><b>".to_owned()),
        1 => "[漢字かな]{1,40}",
        1 => "\\PC{0,30}",
        1 => Just("\u{0}\u{7}\n".to_owned()),
    ]
}

fn points() -> impl Strategy<Value = Point> {
    let mean = prop_oneof![
        Just(0.0),
        Just(1.0),
        0.0..1.0,
        Just(0.37),
        0.0..1e-6,
        1.0..1e5,
        Just(f64::NAN),
        Just(f64::INFINITY),
        1e12..1e300,
    ];
    let half_width = prop_oneof![Just(None), Just(Some(0.0)), (0.0..2.0).prop_map(Some), Just(Some(f64::INFINITY))];
    (mean, half_width).prop_map(|(mean, half_width)| Point { mean, half_width })
}

fn quantities() -> impl Strategy<Value = Quantity> {
    let unit = prop_oneof![Just(Unit::Share), Just(Unit::Seconds), Just(Unit::Count), Just(Unit::Hours)];
    (names(), unit, names(), prop::option::of(names())).prop_map(|(label, unit, of, estimator)| Quantity {
        name: "metric".into(),
        label,
        unit,
        of,
        estimator,
    })
}

fn axes() -> impl Strategy<Value = Axis> {
    let number = prop_oneof![Just(None), (-1e3..1e6).prop_map(Some), (0.0..10.0).prop_map(Some)];
    let value = (names(), number).prop_map(|(text, number)| AxisValue { text, number });
    (names(), prop::collection::vec(value, 1..12)).prop_map(|(label, values)| Axis {
        path: "a.path".into(),
        label,
        values,
    })
}

fn grids() -> impl Strategy<Value = Grid> {
    (prop::collection::vec(axes(), 1..=3), names(), quantities())
        .prop_flat_map(|(axes, scenario, quantity)| {
            let count = axes.iter().map(|axis| axis.values.len()).product::<usize>();
            let cells = prop::collection::vec(prop::option::weighted(0.9, points()), count);
            (Just(axes), Just(scenario), Just(quantity), cells)
        })
        .prop_map(|(axes, scenario, quantity, cells)| Grid {
            about: hangup::report::chart::About { scenario, ..samples::about() },
            quantity,
            axes,
            cells,
        })
}

/// The words of a picture, one text each; the picture is well-formed XML.
fn words(svg: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(svg).unwrap_or_else(|error| panic!("{error}\n{svg}"));
    let texts = document.descendants().filter(|node| node.has_tag_name("text"));
    texts.filter_map(|node| node.text().map(|text| text.trim().to_owned())).collect()
}

/// The picture as it is rendered.
fn tree(svg: &str) -> Tree {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(dejavu::sans::regular().to_vec());
    fonts.set_sans_serif_family("DejaVu Sans");
    Tree::from_str(svg, &Options { fontdb: fonts.into(), ..Options::default() })
        .unwrap_or_else(|e| panic!("{e}\n{svg}"))
}

/// Every text with its place, and whether it is turned.
fn gather(group: &Group, boxes: &mut Vec<(Rect, bool, String)>) {
    for node in group.children() {
        match node {
            Node::Group(group) => gather(group, boxes),
            Node::Text(text) => {
                let words = text.chunks().iter().map(TextChunk::text).collect::<Vec<_>>().concat();
                boxes.push((text.abs_bounding_box(), text.abs_transform().has_skew(), words));
            }
            _ => {}
        }
    }
}

/// Every text with its place.
fn boxes(svg: &str) -> Vec<(Rect, String)> {
    let mut boxes = Vec::new();
    gather(tree(svg).root(), &mut boxes);
    boxes.into_iter().map(|(place, _, words)| (place, words)).collect()
}

/// Every text stands inside the picture, and no two touch.
fn in_order(svg: &str) {
    /// What of a line's box is empty on each side, across and down: letters stand in the middle two thirds of a line's
    /// height, which in a text that is turned lies across.
    fn slack(one: &Rect, turned: bool) -> (f32, f32) {
        if turned { (one.width() / 6.0, 0.5) } else { (0.5, one.height() / 6.0) }
    }
    let tree = tree(svg);
    let mut boxes = Vec::new();
    gather(tree.root(), &mut boxes);
    let (width, height) = (tree.size().width(), tree.size().height());
    for (index, (one, turned, words)) in boxes.iter().enumerate() {
        let inside = one.left() >= 0.0 && one.top() >= 0.0 && one.right() <= width && one.bottom() <= height;
        assert!(inside, "{words:?} at {one:?} is not inside {width} x {height}");
        let across = slack(one, *turned);
        for (other, also_turned, others) in &boxes[index + 1..] {
            let also = slack(other, *also_turned);
            let (x, y) = (across.0 + also.0, across.1 + also.1);
            let apart = one.right() <= other.left() + x
                || other.right() <= one.left() + x
                || one.bottom() <= other.top() + y
                || other.bottom() <= one.top() + y;
            assert!(apart, "{words:?} at {one:?} touches {others:?} at {other:?}");
        }
    }
}
