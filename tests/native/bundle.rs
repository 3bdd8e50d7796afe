//! The parts of MNIST that the page fetches are what NOTICE says, and the command that makes them makes them so.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use flate2::read::GzDecoder;
use ndarray::Axis;
use vae_lab::data::{Dataset, Labels, unpack};
use vae_lab::weights::digest_hex;

use super::mnist::{COMMAND_LINE, HELD_OUT, TRAIN, digits28x28, write_part};

/// Each file, its packed images' digest, whether all of it is held out, its classes' counts, its first labels, its mean.
type Facts = (&'static str, &'static str, bool, [usize; 10], [u16; 10], f64);
const FILES: [Facts; 2] = [
    (
        "mnist10k.bin",
        "ae0c2b8ac716a8b46853726bc5938d35d4315e38370d1ee7d83e78ee601cc4b3",
        false,
        [1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978],
        [5, 0, 4, 1, 9, 2, 1, 3, 1, 4],
        0.131126,
    ),
    (
        "mnist-held-out.bin",
        "31d4d00f5356f676d5c9f8fab43803826b2a478ffe7aefdb71861889bf2b2441",
        true,
        [30; 10],
        [7, 2, 1, 0, 4, 9, 5, 6, 3, 8],
        0.130064,
    ),
];
/// What a visitor may have to load to train on 28×28.
const MOST_BYTES: usize = 2_000_000;

pub fn committed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("www/public/data")
}

fn unzipped(file: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    GzDecoder::new(file).read_to_end(&mut bytes).unwrap();
    bytes
}

fn sums(folder: &Path) -> String {
    let line = |(name, ..): &Facts| {
        let file = fs::read(folder.join(name)).unwrap();
        format!("{}  {name}\n", digest_hex(|sha| sha(&file)))
    };
    FILES.iter().map(line).collect()
}

fn counts(data: &Dataset) -> Vec<usize> {
    let ids = data.labels().ids();
    (0..10).map(|class| ids.iter().filter(|&&id| id == class).count()).collect()
}

#[test]
fn are_the_committed_files_those_that_their_checksums_name() {
    let listed = fs::read_to_string(committed().join("mnist.sha256")).unwrap();
    assert_eq!(listed, sums(&committed()));
    let notice = include_str!("../../NOTICE");
    for (line, (name, packed, ..)) in listed.lines().zip(FILES) {
        let sum = &line[..64];
        assert!(notice.contains(sum) && notice.contains(name), "NOTICE does not name {name} with {sum}");
        let file = fs::read(committed().join(name)).unwrap();
        assert!(file.len() <= MOST_BYTES, "{name}: {} bytes", file.len());
        let inside = unzipped(&file);
        assert_eq!(digest_hex(|sha| sha(&inside)), packed, "{name}");
    }
}

#[test]
fn are_the_committed_images_mnists() {
    for (name, _, held_out, classes, first, mean) in FILES {
        let data = unpack(&unzipped(&fs::read(committed().join(name)).unwrap())).unwrap();
        assert_eq!((data.height(), data.width(), data.max_level()), (28, 28, 255), "{name}");
        assert_eq!((data.is_held_out(), counts(&data)), (held_out, classes.to_vec()), "{name}");
        assert_eq!(data.labels().ids()[..10], first, "{name}");
        assert_eq!(data.labels().names().concat(), "0123456789");
        let sum: u64 = data.images().iter().map(|&level| u64::from(level)).sum();
        let found = sum as f64 / 255.0 / data.images().len() as f64;
        assert!((found - mean).abs() < 1e-6, "{name}: {found}");
    }
}

pub fn bundle(data: &Path, out: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(COMMAND_LINE);
    command.arg("bundle").arg("--data").arg(data).arg("--out").arg(out).args(more).output().unwrap()
}

#[test]
#[cfg_attr(not(feature = "cli"), ignore = "needs the command line: --features cli")]
fn does_a_folder_of_idx_files_become_the_two_parts_without_loss() {
    let data = digits28x28();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bundle-of-digits");
    fs::create_dir_all(&folder).unwrap();
    write_part(&folder, "train", &data, 0..TRAIN);
    write_part(&folder, "t10k", &data, TRAIN..TRAIN + HELD_OUT);
    let out = folder.join("out");
    let outcome = bundle(&folder, &out, &["--train", "50", "--held-out", "2"]);
    assert!(outcome.status.success(), "{}", String::from_utf8_lossy(&outcome.stderr));
    assert_eq!(String::from_utf8(outcome.stdout).unwrap(), sums(&out));
    assert_eq!(fs::read_to_string(out.join("mnist.sha256")).unwrap(), sums(&out));

    // Of each class's images the first and the one in the middle, in the order of the file.
    let ids = data.labels().ids();
    let members = |class| -> Vec<usize> { (TRAIN..TRAIN + HELD_OUT).filter(|&i| ids[i] == class).collect() };
    let mut spaced: Vec<usize> = (0..10).flat_map(|c| [members(c)[0], members(c)[members(c).len() / 2]]).collect();
    spaced.sort_unstable();
    let part = |places: &[usize]| {
        let labels = Labels::new(places.iter().map(|&i| ids[i]).collect(), data.labels().names().to_vec()).unwrap();
        Dataset::from_images("", data.images().select(Axis(0), places).view(), labels).unwrap()
    };
    let first: Vec<usize> = (0..50).collect();
    for (name, expected) in [("mnist10k.bin", part(&first)), ("mnist-held-out.bin", part(&spaced).held_out())] {
        assert_eq!(unpack(&unzipped(&fs::read(out.join(name)).unwrap())).unwrap(), expected, "{name}");
    }

    for (more, said) in [
        (["--train", "121"], "--train 121: there are 120 training images"),
        (["--train", "0"], "--train 0: there are 120 training images"),
        (["--held-out", "5"], "--held-out 5: there are 4 test images of class 0"),
        (["--held-out", "0"], "--held-out 0: there are 4 test images of class 0"),
    ] {
        let small = if more[0] == "--train" { ["--held-out", "2"] } else { ["--train", "50"] };
        let outcome = bundle(&folder, &out, &[more, small].concat());
        let error = String::from_utf8_lossy(&outcome.stderr).into_owned();
        assert!(outcome.status.code() == Some(1) && error.contains(said), "{error}");
    }
}

#[test]
#[cfg_attr(not(feature = "cli"), ignore = "needs the command line: --features cli")]
fn does_the_command_line_take_the_packed_files() {
    let run = |arguments: &[&str], name: &str| {
        let mut command = Command::new(COMMAND_LINE);
        command.args(arguments).arg("--data").arg(committed().join(name)).output().unwrap()
    };
    let weights = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/public/weights/mnist-vae.safetensors");
    let eval = ["eval", "--json", "--weights", weights.to_str().unwrap()];
    let outcome = run(&eval, "mnist-held-out.bin");
    let line: serde_json::Value = serde_json::from_slice(&outcome.stdout).unwrap();
    assert!(line["train_neg_elbo_nats"].is_null(), "{line}");
    // What the weights' card says of all 10,000 is 137.8; a standard error of 300 is 2.3.
    assert!((line["test_neg_elbo_nats"].as_f64().unwrap() - 137.8).abs() < 7.0, "{line}");
    let table = String::from_utf8(
        run(&eval[..1].iter().chain(&eval[2..]).copied().collect::<Vec<_>>(), "mnist-held-out.bin").stdout,
    )
    .unwrap();
    assert!(table.contains("held out") && !table.contains("training sample"), "{table}");

    let train = ["train", "--json", "--epochs", "1", "--hidden", "16", "--batch", "256"];
    let outcome = run(&train, "mnist10k.bin");
    let line: serde_json::Value = serde_json::from_slice(&outcome.stdout).unwrap();
    assert_eq!(line["steps"], 8300_u32.div_ceil(256), "a sixth is held out");
    let outcome = run(&train, "mnist-held-out.bin");
    let error = String::from_utf8(outcome.stderr).unwrap();
    assert!(
        outcome.status.code() == Some(1) && error.contains("--data: Every image of this data set is held out"),
        "{error}"
    );
    let outcome = run(&train, "mnist.sha256");
    let error = String::from_utf8(outcome.stderr).unwrap();
    assert!(error.contains("mnist.sha256 is a text without a table"), "{error}");
}
