//! What a sweep of menu depth and options could have found: exact values of the tree with the patience of a real bank's
//! callers (hyperexponential), and half-widths as 400 replications give them.
#![allow(dead_code)]

use hangup::measure::metric::Unit;
use hangup::report::Page;
use hangup::report::chart::{
    About, Axis, AxisValue, Difference, Differences, Funnel, FunnelCase, Grid, Panel, Point, Quantity, Shapes,
};

const GRID: [[f64; 8]; 5] = [
    [0.054_888, 0.060_262, 0.065_521, 0.070_668, 0.075_706, 0.080_639, 0.085_470, 0.090_203],
    [0.083_490, 0.093_281, 0.102_723, 0.111_833, 0.120_630, 0.129_128, 0.137_342, 0.145_289],
    [0.109_753, 0.123_164, 0.135_921, 0.148_071, 0.159_656, 0.170_715, 0.181_284, 0.191_396],
    [0.133_918, 0.150_287, 0.165_664, 0.180_137, 0.193_783, 0.206_674, 0.218_874, 0.230_442],
    [0.156_200, 0.174_983, 0.192_425, 0.208_667, 0.223_834, 0.238_035, 0.251_369, 0.263_923],
];

pub(crate) fn about() -> About {
    About {
        scenario: "Menu depth and options, a bank's callers".into(),
        seed: 7,
        replications: "400 replications".into(),
        confidence: 0.95,
    }
}

pub(crate) fn abandonment() -> Quantity {
    Quantity {
        name: "ivr_abandonment".into(),
        label: "IVR abandonment".into(),
        unit: Unit::Share,
        of: "calls that entered the IVR".into(),
        estimator: Some("conditional Monte Carlo".into()),
    }
}

pub(crate) fn waits() -> Quantity {
    Quantity {
        name: "mean_wait".into(),
        label: "Mean wait".into(),
        unit: Unit::Seconds,
        of: "contacts queued".into(),
        estimator: None,
    }
}

pub(crate) fn axis(path: &str, label: &str, numbers: &[f64], unit: &str) -> Axis {
    let value = |&number: &f64| AxisValue { text: format!("{number}{unit}"), number: Some(number) };
    Axis { path: path.into(), label: label.into(), values: numbers.iter().map(value).collect() }
}

pub(crate) fn words(path: &str, label: &str, texts: &[&str]) -> Axis {
    let value = |text: &&str| AxisValue { text: (*text).into(), number: None };
    Axis { path: path.into(), label: label.into(), values: texts.iter().map(value).collect() }
}

pub(crate) fn depth() -> Axis {
    axis("ivr.balanced.depth", "menu depth (levels)", &[1.0, 2.0, 3.0, 4.0, 5.0], "")
}

pub(crate) fn options() -> Axis {
    axis("ivr.balanced.options", "options per menu", &[2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0], "")
}

pub(crate) fn point(mean: f64) -> Point {
    Point { mean, half_width: Some(0.0042 * (mean * (1.0 - mean).abs()).sqrt()) }
}

/// Depth by options.
pub(crate) fn grid() -> Grid {
    let cells = GRID.iter().flatten().map(|&mean| Some(point(mean))).collect();
    Grid { about: about(), quantity: abandonment(), axes: vec![depth(), options()], cells }
}

/// Two levels, by the number of options.
pub(crate) fn one_axis() -> Grid {
    Grid { axes: vec![options()], cells: GRID[1].iter().map(|&mean| Some(point(mean))).collect(), ..grid() }
}

/// Depth by options by the length of the greeting, with a corner that was not run.
pub(crate) fn cube() -> Grid {
    let greeting = axis("ivr.greeting", "greeting (seconds)", &[2.0, 6.0, 12.0], "s");
    let cell = |mean: f64, third: usize| Some(point(mean + 0.03 * third as f64));
    let cells = GRID.iter().flatten().flat_map(|&mean| (0..3).map(move |third| cell(mean, third)));
    let mut cells: Vec<_> = cells.collect();
    cells[5 * 24 - 4..].fill(None);
    Grid { axes: vec![depth(), options(), greeting], cells, ..grid() }
}

/// The mean wait by agents and patience, whose values are spaced by logarithm.
pub(crate) fn seconds() -> Grid {
    let agents = axis("agents.desk.count", "agents", &[8.0, 9.0, 10.0, 12.0], "");
    let patience =
        axis("callers.patience.exponential.mean", "mean patience (seconds)", &[30.0, 60.0, 120.0, 240.0, 480.0], "s");
    let mean = |agents: f64, patience: f64| 1.6 * patience.sqrt() * (13.0 - agents);
    let cells = agents.values.iter().flat_map(|a| {
        let means: Vec<f64> = patience.values.iter().map(|p| mean(a.number.unwrap(), p.number.unwrap())).collect();
        means.into_iter().map(|mean| Some(Point { mean, half_width: Some(0.04 * mean) }))
    });
    let cells = cells.collect();
    Grid { quantity: waits(), axes: vec![agents, patience], cells, ..grid() }
}

/// Who is left by level, for one to five levels of five options.
pub(crate) fn funnel() -> Funnel {
    let left = [1.0, 0.9641, 0.9293, 0.8882, 0.8519, 0.8199, 0.7913];
    let case = |levels: usize| FunnelCase {
        label: if levels == 1 { "1 level".into() } else { format!("{levels} levels") },
        left: left[..levels + 2].to_vec(),
    };
    Funnel {
        about: about(),
        of: "calls that entered the IVR".into(),
        note: Some("5 options per menu".into()),
        cases: (1..=5).map(case).collect(),
    }
}

/// Sixty-four destinations, for callers who press at once and for callers who hear the whole menu.
pub(crate) fn shapes() -> Shapes {
    let case = |(label, mean): (&str, f64)| (label.to_owned(), Some(point(mean)));
    Shapes {
        about: about(),
        quantity: abandonment(),
        destinations: 64,
        cases: [
            ("1 level × 64 options", 0.258_306),
            ("2 levels × 8 options", 0.137_342),
            ("3 levels × 4 options", 0.135_921),
            ("6 levels × 2 options", 0.176_792),
        ]
        .map(case)
        .into(),
    }
}

/// The page of the grid, the funnel and the comparison.
pub(crate) fn page() -> Page {
    Page {
        grid: grid(),
        funnel: Some(funnel()),
        shapes: Some(shapes()),
        unfinished: None,
        version: "0.0.0".into(),
        command: Some("hangup sweep scenarios/menu-depth.yaml --out report".into()),
        definitions: vec![
            ("IVR abandonment".into(), "calls that ended in the IVR by the caller hanging up, out of all calls that entered it".into()),
            ("conditional Monte Carlo".into(), "each caller's way through the IVR is lived, and the chance of hanging up on it is counted instead of the hang-up itself".into()),
        ],
        scenario_file: "menu-depth.yaml".into(),
        scenario_text: "version: 1\nname: Menu depth and options, a bank's callers\nseed: 7\nivr:\n  balanced: {depth: 3, options: 5}  # a comment that is long enough to be wider than a telephone held upright\n".into(),
    }
}

/// What a longer intro changes, as a comparison of the support line found it.
pub(crate) fn differences() -> Differences {
    let row = |label: &str, mean: f64, half_width: f64, text: &str, word: &str| Difference {
        label: label.into(),
        point: Point { mean, half_width: Some(half_width) },
        text: text.into(),
        word: word.into(),
        seen: mean.abs() > half_width,
    };
    let shares = vec![
        row("IVR abandonment", 1.04, 0.047, "+1.040 ± 0.047 points", "worse"),
        row("queue abandonment", -0.39, 0.11, "-0.39 ± 0.11 points", "better"),
        row("service level", 1.17, 0.32, "+1.17 ± 0.32 points", "better"),
        row("self service success", 0.066, 0.075, "+0.066 ± 0.075 points", "no difference seen"),
        row("misroutes", 0.0, 0.000_38, "+0.00000 ± 0.00038 points", "no difference seen"),
    ];
    let times = vec![
        row("mean wait", -0.75, 0.28, "-0.75 ± 0.28 s", "better"),
        row("average speed of answer", -0.71, 0.27, "-0.71 ± 0.27 s", "better"),
        row("handle time", 0.001, 0.3, "+0.00 ± 0.30 s", "no difference seen"),
        row("wait p95", -1.8, 4.9, "-1.8 ± 4.9 s", "too noisy to tell"),
    ];
    let panel = |label: &str, unit, rows| Panel { label: label.into(), unit, rows };
    Differences {
        about: about(),
        panels: vec![
            panel("shares, in points", Unit::Count, shares),
            panel("times, in seconds", Unit::Seconds, times),
            panel("contacts of a mean day", Unit::Total, Vec::new()),
        ],
    }
}
