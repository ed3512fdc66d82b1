//! Every exact reference value this project has, held to 1e-9 relative.
//!
//! The numbers were computed once, outside this crate, by independent programs (recursions, brute-force dynamic programmes,
//! quadrature, and event simulations of the derived formulas); each table names its case, and the inputs are those in the
//! code beside it.

use hangup::{
    law::{Hyperexponential, Law, Phase, Weibull},
    theory::{
        ErlangA, Handover, IvrTree, Listener, MenuPick, Patience, PatienceQueue, TrunkLines, WholeSystem, erlang_a,
        erlang_b, erlang_c, finite_lines, menu_pick, mg1, optimal_breadth, priority_waits,
    },
};

use Listener::{Full, SelfTerminating};

/// One value: what it is, what the reference says, what this crate says.
type Row<'a> = (&'a str, f64, f64);

#[track_caller]
fn check(case: &str, rows: &[Row<'_>]) {
    for &(name, expected, actual) in rows {
        let allowed = if expected == 0.0 { 1e-12 } else { 1e-9 * expected.abs() };
        assert!((actual - expected).abs() <= allowed, "{case}: {name} is {actual}, not {expected}");
    }
}

#[test]
fn erlang_b_blocking() {
    for (case, servers, erlangs, p_block) in [
        ("B1", 1, 1.0, 0.5),
        ("B2", 5, 3.0, 0.110_054_347_826_087),
        ("B3", 10, 10.0, 0.214_582_343_107_347),
        ("B4", 20, 15.0, 0.045_593_215_589_811_8),
    ] {
        check(case, &[("p_block", p_block, erlang_b(servers, erlangs))]);
    }
}

#[test]
fn erlang_c_waits() {
    let queue = erlang_c(100.0 / 1800.0, 1.0 / 180.0, 14).unwrap();
    check(
        "C1",
        &[
            ("p_wait", 0.174_131_933_595_05, queue.p_wait),
            ("asa", 7.835_937_011_777_24, queue.mean_wait),
            ("lq", 0.435_329_833_987_625, queue.mean_queue),
            ("occupancy", 0.714_285_714_285_714, queue.occupancy),
            ("mean_wait_given_wait", 45.0, queue.mean_wait_given_wait),
            ("var_wait", 643.832_422_207_411, queue.variance_of_wait),
            ("sl_10", 0.860_566_047_728_218, queue.service_level(10.0)),
            ("sl_20", 0.888_350_019_179_467, queue.service_level(20.0)),
            ("sl_30", 0.910_597_684_322_055, queue.service_level(30.0)),
        ],
    );
    let queue = erlang_c(0.8, 1.0, 1).unwrap();
    check(
        "C4",
        &[
            ("p_wait", 0.8, queue.p_wait),
            ("asa", 4.0, queue.mean_wait),
            ("lq", 3.2, queue.mean_queue),
            ("occupancy", 0.8, queue.occupancy),
            ("mean_wait_given_wait", 5.0, queue.mean_wait_given_wait),
            ("var_wait", 24.0, queue.variance_of_wait),
            ("sl_1", 0.345_015_397_537_615, queue.service_level(1.0)),
            ("sl_5", 0.705_696_447_062_846, queue.service_level(5.0)),
        ],
    );
}

#[test]
fn erlang_a_hang_ups() {
    let rows = |queue: &ErlangA| {
        [queue.p_wait, queue.p_abandon, queue.p_abandon_given_wait, queue.mean_wait, queue.mean_queue, queue.occupancy]
    };
    let names = ["p_wait", "p_abandon", "p_abandon_given_wait", "mean_wait", "mean_queue", "occupancy"];
    for (case, lambda, mu, theta, servers, expected) in [
        (
            "A1",
            48.0,
            1.0,
            0.5,
            50,
            [
                0.467_774_068_553_79,
                0.030_912_249_162_193_2,
                0.066_083_716_991_333_3,
                0.061_824_498_324_386_4,
                2.967_575_919_570_55,
                0.930_324_240_804_295,
            ],
        ),
        (
            "A4",
            1.0,
            1.0 / 100.0,
            1.0 / 100.0,
            100,
            [
                0.513_298_798_279_149,
                0.039_860_996_809_147_1,
                0.077_656_516_911_363_2,
                3.986_099_680_914_71,
                3.986_099_680_914_71,
                0.960_139_003_190_853,
            ],
        ),
        (
            "A5",
            1.0,
            1.0,
            1.0,
            1,
            [
                0.632_120_558_828_558,
                0.367_879_441_171_442,
                0.581_976_706_869_326,
                0.367_879_441_171_442,
                0.367_879_441_171_442,
                0.632_120_558_828_558,
            ],
        ),
    ] {
        let queue = erlang_a(lambda, mu, theta, servers).unwrap();
        for ((name, expected), actual) in names.into_iter().zip(expected).zip(rows(&queue)) {
            check(case, &[(name, expected, actual)]);
        }
        // The same system by the integrals for any patience.
        let integrated = PatienceQueue::new(lambda, mu, servers, Law::Exponential(1.0 / theta)).unwrap();
        for (actual, closed) in [
            (integrated.p_wait, queue.p_wait),
            (integrated.p_abandon, queue.p_abandon),
            (integrated.p_abandon_given_wait, queue.p_abandon_given_wait),
            (integrated.mean_wait, queue.mean_wait),
            (integrated.mean_queue, queue.mean_queue),
            (integrated.occupancy, queue.occupancy),
        ] {
            assert!((actual / closed - 1.0).abs() < 1e-12, "{case}: {actual} by integration, {closed} in closed form");
        }
    }
}

/// What the references say of one waiting time: `P(W > t)`, served and abandoned within `t`, SL1 to SL5.
type Within = [f64; 8];

fn check_queue<P: Patience>(case: &str, queue: &PatienceQueue<P>, steady: [f64; 7], within: &[(f64, Within)]) {
    let [p_wait, p_abandon, mean_offered_wait, mean_wait, mean_queue, occupancy, mean_wait_served] = steady;
    check(
        case,
        &[
            ("p_wait", p_wait, queue.p_wait),
            ("p_abandon", p_abandon, queue.p_abandon),
            ("mean_offered_wait", mean_offered_wait, queue.mean_offered_wait),
            ("mean_wait", mean_wait, queue.mean_wait),
            ("mean_queue", mean_queue, queue.mean_queue),
            ("occupancy", occupancy, queue.occupancy),
            ("mean_wait_served", mean_wait_served, queue.mean_wait_served),
        ],
    );
    for &(t, [beyond, served, abandoned, sl1, sl2, sl3, sl4, sl5]) in within {
        let levels = queue.service_levels(t);
        check(
            case,
            &[
                ("p_wait_gt", beyond, queue.p_wait_beyond(t)),
                ("p_served_within", served, queue.p_served_within(t)),
                ("p_abandon_within", abandoned, queue.p_abandon_within(t)),
                ("SL1", sl1, levels.served_of_offered),
                ("SL2", sl2, levels.served_of_served),
                ("SL3", sl3, levels.served_of_offered_without_short_abandons),
                ("SL4", sl4, levels.served_or_short_abandons),
                ("SL5", sl5, levels.virtual_wait),
            ],
        );
    }
}

#[test]
fn patience_of_any_law() {
    let queue = |patience| PatienceQueue::new(1.0 / 20.0, 1.0 / 180.0, 9, patience).unwrap();
    check_queue(
        "G_exp",
        &queue(Law::Exponential(180.0)),
        [
            0.544_347_395_677_581_3,
            0.131_755_640_009_522_67,
            29.703_914_603_184_224,
            23.716_015_201_714_086,
            1.185_800_760_085_704_3,
            0.868_244_359_990_477_3,
            21.672_431_813_825_977,
        ],
        &[
            (
                20.0,
                [
                    0.371_293_538_878_770_7,
                    0.578_201_978_701_934_1,
                    0.050_504_482_419_295_17,
                    0.578_201_978_701_934_1,
                    0.665_943_834_876_480_7,
                    0.608_957_038_760_099_7,
                    0.628_706_461_121_229_3,
                    0.585_072_390_202_325_2,
                ],
            ),
            (
                60.0,
                [
                    0.145_010_020_896_107_54,
                    0.749_980_083_368_049_7,
                    0.105_009_895_735_842_8,
                    0.749_980_083_368_049_7,
                    0.863_789_179_553_409_6,
                    0.837_975_838_833_065_3,
                    0.854_989_979_103_892_4,
                    0.797_622_213_075_398_8,
                ],
            ),
        ],
    );
    check_queue(
        "G_weibull",
        &queue(Law::Weibull(Weibull::from_mean(0.6, 180.0))),
        [
            0.444_387_399_851_159_77,
            0.160_659_882_189_909_98,
            18.271_142_407_365_16,
            12.152_432_814_530_277,
            0.607_621_640_726_513_9,
            0.839_340_117_810_090_1,
            11.179_489_948_394_277,
        ],
        &[
            (
                20.0,
                [
                    0.209_585_478_372_807_05,
                    0.677_269_161_137_119_5,
                    0.113_145_360_490_073_34,
                    0.677_269_161_137_119_5,
                    0.806_906_695_826_922_4,
                    0.763_675_500_994_589_8,
                    0.790_414_521_627_193,
                    0.704_982_509_155_860_6,
                ],
            ),
            (
                60.0,
                [
                    0.054_662_461_333_622_736,
                    0.793_372_676_991_135_8,
                    0.151_964_861_675_241_5,
                    0.793_372_676_991_135_8,
                    0.945_233_833_289_314,
                    0.935_542_221_232_005_7,
                    0.945_337_538_666_377_3,
                    0.894_137_836_059_266_2,
                ],
            ),
        ],
    );
}

#[test]
fn finite_queue() {
    let queue = finite_lines(4.2, 0.5, 0.0, 12, 17).unwrap();
    check(
        "K1",
        &[
            ("p_block", 0.009_476_874_302_514_94, queue.p_block),
            ("p_wait_given_admitted", 0.157_861_356_972_808, queue.p_wait),
            ("p_abandon_given_admitted", 0.0, queue.p_abandon),
            ("mean_queue", 0.254_288_890_853_613, queue.mean_queue),
            ("mean_wait_given_admitted", 0.061_124_240_759_277_4, queue.mean_wait),
            ("occupancy", 0.693_366_187_988_24, queue.occupancy),
        ],
    );
}

#[test]
fn one_server_of_any_service() {
    let queue = mg1(0.8, &Law::Constant(1.0)).unwrap();
    check(
        "MG1a",
        &[("rho", 0.8, queue.occupancy), ("mean_wait", 2.0, queue.mean_wait), ("p_wait", 0.8, queue.occupancy)],
    );
}

#[test]
fn two_classes() {
    let waits = priority_waits(&[1.0 / 60.0, 1.0 / 30.0], 1.0 / 180.0, 10).unwrap();
    check(
        "P1",
        &[
            ("p_wait", 0.668_731_524_107_697, waits.p_wait),
            ("mean_wait_hi", 17.195_953_477_055_1, waits.mean_wait[0]),
            ("mean_wait_lo", 171.959_534_770_551, waits.mean_wait[1]),
            ("fifo_mean_wait", 120.371_674_339_385, waits.mean_wait_overall),
        ],
    );
}

#[test]
fn trunk_lines() {
    let center = TrunkLines {
        lambda: 0.2,
        mean_ivr: 60.0,
        share_to_agents: 0.5,
        mu: 1.0 / 180.0,
        agents: 20,
        lines: 60,
        theta: 0.0,
    };
    let result = center.solve().unwrap();
    check(
        "T1",
        &[
            ("p_block", 0.003_176_665_391_049_23, result.p_block),
            ("p_wait_given_sent_to_agents", 0.536_452_961_992_128, result.p_wait),
            ("mean_queue", 4.050_339_779_992_3, result.mean_queue),
            ("mean_wait_given_sent_to_agents", 40.632_473_572_473_4, result.mean_wait),
            ("p_abandon_given_sent_to_agents", 0.0, result.p_abandon),
            ("agent_occupancy", 0.897_141_001_148_056, result.agent_occupancy),
            ("mean_in_ivr", 11.961_880_015_307_4, result.mean_in_ivr),
            ("trunk_occupancy", 0.565_917_330_304_347, result.trunk_occupancy),
            ("p_wait_gt_20", 0.423_207_873_825_06, result.p_wait_beyond(20.0).unwrap()),
            ("p_wait_gt_60", 0.259_917_904_026_657, result.p_wait_beyond(60.0).unwrap()),
        ],
    );
}

/// The tree all references are about: 6 s of greeting, menus of 2 s + 3 s an option + 1.5 s, 5 % errors at 3 s, 2 retries.
fn tree(depth: u32, options: u32, listener: Listener) -> IvrTree {
    IvrTree {
        greeting: 6.0,
        intro: 2.0,
        prompt: 3.0,
        decide: 1.5,
        depth,
        options,
        error: 0.05,
        error_cost: 3.0,
        retries: 2,
        listener,
        ..IvrTree::default()
    }
}

#[test]
fn hang_ups_by_level() {
    let exponential = Law::Exponential(240.0);
    let weibull = Law::Weibull(Weibull::from_mean(0.75, 240.0));
    let result = tree(1, 4, SelfTerminating).with(&exponential).unwrap();
    check(
        "I_exp_d1b4",
        &[
            ("abandon_by_level[0]", 0.046_353_469_204_923_6, result.abandon_by_level[0]),
            ("fail", 0.000_102_431_314_192_705, result.fail),
            ("zero", 0.0, result.zero_out),
            ("abandon_greeting", 0.024_690_087_971_667_3, result.abandon_greeting),
            ("complete", 0.928_854_011_509_216, result.complete),
            ("abandon", 0.071_043_557_176_591, result.abandon),
            ("mean_ivr_time_no_abandon", 17.735_375, result.mean_time),
            ("mean_hold_until_exit_or_abandon", 17.050_453_722_381_8, result.mean_hold),
        ],
    );
    let result = tree(3, 4, SelfTerminating).with(&exponential).unwrap();
    check(
        "I_exp_d3b4",
        &[
            ("abandon_by_level[0]", 0.046_353_469_204_923_6, result.abandon_by_level[0]),
            ("abandon_by_level[1]", 0.044_145_563_668_906_4, result.abandon_by_level[1]),
            ("abandon_by_level[2]", 0.042_042_824_950_812_2, result.abandon_by_level[2]),
            ("fail", 0.000_292_889_333_104_73, result.fail),
            ("zero", 0.0, result.zero_out),
            ("abandon_greeting", 0.024_690_087_971_667_3, result.abandon_greeting),
            ("complete", 0.842_475_164_870_586, result.complete),
            ("abandon", 0.157_231_945_796_31, result.abandon),
            ("mean_ivr_time_no_abandon", 41.201_724_417_740_2, result.mean_time),
            ("mean_hold_until_exit_or_abandon", 37.735_666_991_114_3, result.mean_hold),
        ],
    );
    let result = tree(2, 5, SelfTerminating).with(&weibull).unwrap();
    check(
        "I_weibull_d2b5",
        &[
            ("abandon_by_level[0]", 0.087_360_029_879_643_4, result.abandon_by_level[0]),
            ("abandon_by_level[1]", 0.066_754_042_739_091_6, result.abandon_by_level[1]),
            ("fail", 0.000_168_676_132_507_451, result.fail),
            ("zero", 0.0, result.zero_out),
            ("abandon_greeting", 0.069_154_724_392_227_5, result.abandon_greeting),
            ("complete", 0.776_562_526_856_53, result.complete),
            ("abandon", 0.223_268_797_010_963, result.abandon),
            ("mean_ivr_time_no_abandon", 32.626_585_734_375, result.mean_time),
            ("mean_hold_until_exit_or_abandon", 28.118_105_466_367_8, result.mean_hold),
        ],
    );
    let result = tree(3, 4, Full).with(&exponential).unwrap();
    check(
        "I_full_d3b4",
        &[
            ("abandon_by_level[0]", 0.064_547_572_340_302_9, result.abandon_by_level[0]),
            ("abandon_by_level[1]", 0.060_269_307_959_594_6, result.abandon_by_level[1]),
            ("abandon_by_level[2]", 0.056_274_610_341_316, result.abandon_by_level[2]),
            ("fail", 0.000_271_418_960_397_553, result.fail),
            ("zero", 0.0, result.zero_out),
            ("abandon_greeting", 0.024_690_087_971_667_3, result.abandon_greeting),
            ("complete", 0.793_947_002_426_722, result.complete),
            ("abandon", 0.205_781_578_612_881, result.abandon),
            ("mean_ivr_time_no_abandon", 55.408_698_397_994_1, result.mean_time),
        ],
    );
}

#[test]
fn picking_in_one_menu() {
    let menu = MenuPick {
        options: 5,
        false_alarm: 0.02,
        miss: 0.05,
        retries: 2,
        intro: 2.0,
        prompt: 3.0,
        decide: 1.5,
        no_input: 5.0,
    };
    let result = menu_pick(&menu).unwrap();
    check(
        "PICK_b5",
        &[
            ("p_correct", 0.956_788_459_429_569, result.p_correct),
            ("p_wrong", 0.043_113_450_979_964_4, result.p_wrong),
            ("p_fail", 9.808_959_046_685e-5, result.p_fail),
            ("mean_time", 13.326_515_409_760_4, result.mean_time),
        ],
    );
}

#[test]
fn patience_fitted_to_real_data() {
    let patience = Law::Hyperexponential(Hyperexponential::new([
        Phase { share: 0.2441, mean: 76.01 },
        Phase { share: 0.7559, mean: 878.0 },
    ]));
    // Rows: depth 1 to 5; columns: 2 to 9 options.
    let grid = [
        [
            0.054_887_805_906_262_7,
            0.060_262_475_762_984_3,
            0.065_521_189_999_632_6,
            0.070_667_740_114_723_4,
            0.075_705_766_833_343_2,
            0.080_638_767_319_697,
            0.085_470_101_976_505_8,
            0.090_203_000_858_835_8,
        ],
        [
            0.083_490_274_657_304_8,
            0.093_281_396_809_321_3,
            0.102_723_037_720_226,
            0.111_833_384_374_725,
            0.120_629_540_416_13,
            0.129_127_597_747_645,
            0.137_342_702_907_955,
            0.145_289_118_641_052,
        ],
        [
            0.109_753_052_499_023,
            0.123_163_653_420_455,
            0.135_920_933_101_616,
            0.148_070_862_216_991,
            0.159_655_796_105_299,
            0.170_714_781_813_824,
            0.181_283_837_162_689,
            0.191_396_204_557_565,
        ],
        [
            0.133_917_568_599_666,
            0.150_287_145_829_162,
            0.165_664_372_195_819,
            0.180_136_571_769_334,
            0.193_782_586_679_525,
            0.206_673_653_929_352,
            0.218_874_186_375_758,
            0.230_442_468_921_911,
        ],
        [
            0.156_199_700_872_692,
            0.174_983_033_770_695,
            0.192_425_354_200_124,
            0.208_667_480_890_981,
            0.223_834_021_271_245,
            0.238_035_339_068_237,
            0.251_369_271_757_928,
            0.263_922_631_088_846,
        ],
    ];
    for (row, depth) in grid.iter().zip(1..) {
        for (expected, options) in row.iter().zip(2..) {
            let result = tree(depth, options, SelfTerminating).with(&patience).unwrap();
            check("CAL_hyperexp2", &[(&format!("d{depth}b{options}"), *expected, result.abandon)]);
        }
    }
    for (depth, options, listener, expected) in [
        (1, 64, SelfTerminating, 0.258_306_474_746_97),
        (2, 8, SelfTerminating, 0.137_342_702_907_955),
        (3, 4, SelfTerminating, 0.135_920_933_101_616),
        (6, 2, SelfTerminating, 0.176_792_486_610_468),
        (1, 64, Full, 0.389_004_886_449_505),
        (2, 8, Full, 0.191_652_057_456_247),
        (3, 4, Full, 0.172_022_645_360_12),
        (6, 2, Full, 0.197_920_863_356_152),
    ] {
        let result = tree(depth, options, listener).with(&patience).unwrap();
        check("CAL_hyperexp2", &[(&format!("iso64 d{depth}b{options} {listener:?}"), expected, result.abandon)]);
    }
}

#[test]
fn the_same_leaves_in_trees_of_all_shapes() {
    let patience = Law::Exponential(240.0);
    for (depth, options, listener, abandon, fail, mean_time) in [
        (1, 16, SelfTerminating, 0.139_702_034_754_486, 8.294_770_920_331_99e-5, 36.680_375),
        (2, 4, SelfTerminating, 0.115_189_120_845_497, 0.000_199_983_626_456_389, 29.469_283_078_125),
        (4, 2, SelfTerminating, 0.154_326_839_598_171, 0.000_403_195_443_449_266, 40.305_067_129_850_4),
        (1, 16, Full, 0.221_356_891_246_284, 6.168_641_554_998_16e-5, 60.361_625),
        (2, 4, Full, 0.149_506_968_271_565, 0.000_187_074_874_535_016, 38.941_191_046_875),
        (4, 2, Full, 0.176_305_178_997_962, 0.000_391_874_851_983_989, 46.618_883_166_019_2),
        (1, 64, SelfTerminating, 0.352_641_643_496_275, 4.179_122_780_417_45e-5, 112.460_375),
        (2, 8, SelfTerminating, 0.159_787_007_722_217, 0.000_183_739_035_390_441, 42.098_493_703_125),
        (3, 4, SelfTerminating, 0.157_231_945_796_31, 0.000_292_889_333_104_73, 41.201_724_417_740_2),
        (6, 2, SelfTerminating, 0.212_511_685_756_185, 0.000_584_161_601_227_561, 57.451_169_164_709_6),
        (1, 64, Full, 0.580_526_119_753_555, 1.019_669_590_878_67e-5, 211.921_625),
        (2, 8, Full, 0.234_062_839_633_268, 0.000_157_051_340_717_02, 64.199_612_296_875),
        (3, 4, Full, 0.205_781_578_612_881, 0.000_271_418_960_397_553, 55.408_698_397_994_1),
        (6, 2, Full, 0.243_006_697_993_222, 0.000_564_276_211_943_876, 66.920_709_501_772_8),
        (1, 81, SelfTerminating, 0.409_867_340_180_676, 3.457_316_322_136_96e-5, 139.299_125),
        (2, 9, SelfTerminating, 0.170_511_252_627_328, 0.000_179_949_237_121_076, 45.255_796_359_375),
        (4, 3, SelfTerminating, 0.176_107_207_312_627, 0.000_392_092_631_289_259, 46.618_883_166_019_2),
        (1, 81, Full, 0.662_276_557_161_022, 5.390_098_920_243_43e-6, 265.599_125),
        (2, 9, Full, 0.253_825_993_293_533, 0.000_150_348_241_782_528, 70.514_217_609_375),
        (4, 3, Full, 0.218_403_295_174_987, 0.000_370_395_597_010_445, 59.246_515_238_356_8),
        (1, 256, SelfTerminating, 0.720_907_657_573_778, 1.148_939_360_682_76e-5, 415.580_375),
        (2, 16, SelfTerminating, 0.241_141_590_118_909, 0.000_156_106_880_710_702, 67.356_914_953_125),
        (4, 4, SelfTerminating, 0.197_272_189_547_68, 0.000_381_369_760_964_774, 52.932_699_202_188),
        (8, 2, SelfTerminating, 0.266_678_873_708_812, 0.000_752_632_062_674_19, 74.592_984_941_968),
        (1, 256, Full, 0.962_704_806_051_508, 7.612_708_457_832_73e-9, 818.161_625),
        (2, 16, Full, 0.378_354_290_259_495, 0.000_110_930_144_712_915, 114.716_454_796_875),
        (4, 4, Full, 0.258_326_263_068_027, 0.000_350_172_653_233_894, 71.874_147_310_694_4),
        (8, 2, Full, 0.304_290_293_865_871, 0.000_722_674_033_025_392, 87.217_460_698_158_4),
        (2, 27, SelfTerminating, 0.338_053_663_514_844, 0.000_126_502_110_513_054, 102.087_244_171_875),
        (3, 9, SelfTerminating, 0.235_019_315_304_083, 0.000_259_554_805_313_127, 64.880_014_384_830_1),
        (6, 3, SelfTerminating, 0.242_733_799_919_842, 0.000_564_621_313_137_812, 66.920_709_501_772_8),
        (2, 27, Full, 0.532_803_834_357_078, 6.909_710_028_274_05e-5, 184.177_113_234_375),
        (3, 9, Full, 0.347_322_760_196_414, 0.000_211_696_438_157_308, 102.765_278_332_174),
        (6, 3, Full, 0.300_285_030_423_058, 0.000_526_960_214_618_722, 85.859_790_175_899),
    ] {
        let result = tree(depth, options, listener).with(&patience).unwrap();
        check(
            &format!("ISO d{depth}b{options} {listener:?}"),
            &[
                ("abandon", abandon, result.abandon),
                ("fail", fail, result.fail),
                ("mean_time", mean_time, result.mean_time),
            ],
        );
    }
}

#[test]
fn breadth() {
    check(
        "OPTB",
        &[
            ("self", 5.175_891_009_534_24, optimal_breadth(2.0, 1.5, 3.0, SelfTerminating)),
            ("full", 3.719_706_642_324_88, optimal_breadth(2.0, 1.5, 3.0, Full)),
            ("self_long_overhead", 7.193_218_828_640_7, optimal_breadth(6.0, 3.0, 3.0, SelfTerminating)),
            ("self_no_overhead", 3.591_121_476_668_62, optimal_breadth(0.0, 0.0, 3.0, SelfTerminating)),
        ],
    );
}

#[test]
fn one_clock_over_ivr_and_queue() {
    let patience = Law::Exponential(240.0);
    let ivr = tree(2, 5, SelfTerminating);
    let system = WholeSystem::new(1.0 / 20.0, 1.0 / 180.0, 8, &ivr, &patience, Handover::default()).unwrap();
    check(
        "INT_exp_d2b5",
        &[
            ("ivr_abandon", 0.126_599_820_302_785, system.ivr.abandon),
            ("p_reach_queue", 0.873_400_179_697_215_6, system.p_reach_queue),
            ("arrival_rate_to_agents", 0.043_670_008_984_860_786, system.rate_to_agents),
            ("abandon_total", 0.233_834_460_418_186_84, system.p_abandon),
            ("mean_hold_ivr", 30.383_956_872_668_3, system.ivr.mean_hold),
        ],
    );
    check_queue(
        "INT_exp_d2b5",
        &system.queue,
        [
            0.558_099_477_910_124_3,
            0.122_778_358_200_679_16,
            36.082_705_703_297_73,
            29.466_805_968_162_94,
            1.286_815_681_384_824_8,
            0.861_936_232_029_540_1,
            27.293_744_683_323_265,
        ],
        &[(
            20.0,
            [
                0.408_922_976_679_736_5,
                0.550_972_255_946_049,
                0.040_104_767_374_214_45,
                0.550_972_255_946_049,
                0.628_087_851_111_285_3,
                0.573_992_074_571_376_8,
                0.591_077_023_320_263_5,
                0.555_539_960_704_519_3,
            ],
        )],
    );
    let patience = Law::Weibull(Weibull::from_mean(0.75, 240.0));
    let ivr = tree(4, 3, SelfTerminating);
    let system = WholeSystem::new(1.0 / 20.0, 1.0 / 180.0, 8, &ivr, &patience, Handover::default()).unwrap();
    check(
        "INT_weibull_d4b3",
        &[
            ("ivr_abandon", 0.282_382_149_523_28, system.ivr.abandon),
            ("p_reach_queue", 0.717_617_850_476_720_4, system.p_reach_queue),
            ("arrival_rate_to_agents", 0.035_880_892_523_836_02, system.rate_to_agents),
            ("abandon_total", 0.329_119_426_900_709_2, system.p_abandon),
            ("mean_hold_ivr", 38.573_025_917_427_5, system.ivr.mean_hold),
        ],
    );
    check_queue(
        "INT_weibull_d4b3",
        &system.queue,
        [
            0.329_930_849_736_145_9,
            0.065_128_365_112_965_7,
            16.682_996_945_862_12,
            13.742_761_577_415_582,
            0.493_102_551_139_951_66,
            0.754_740_644_736_702_2,
            12.268_522_824_856_095,
        ],
        &[(
            20.0,
            [
                0.213_073_772_328_568_17,
                0.759_281_864_928_877_3,
                0.027_644_362_742_554_537,
                0.759_281_864_928_877_3,
                0.812_177_668_670_657_1,
                0.780_868_476_343_132_7,
                0.786_926_227_671_431_8,
                0.763_853_950_023_548_9,
            ],
        )],
    );
}
