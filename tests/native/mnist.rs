//! A folder with the four files of MNIST's family: one that is made here of the bundled digits, and MNIST's own where
//! VAE_LAB_MNIST names it.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use ndarray::Array3;
use vae_lab::data::{Dataset, Labels, Split, digits8x8, read_images};
use vae_lab::lab::{RunConfig, Session};
use vae_lab::model::ModelSpec;
use vae_lab::nn::Activation;
use vae_lab::train::TrainOptions;

use super::bundle::{bundle, committed};
use super::support::{dense, idx};

#[cfg(feature = "cli")]
pub const COMMAND_LINE: &str = env!("CARGO_BIN_EXE_vae-lab");
#[cfg(not(feature = "cli"))]
pub const COMMAND_LINE: &str = "not built";

pub const TRAIN: usize = 120;
pub const HELD_OUT: usize = 40;

/// Digits as MNIST has them: 28×28 of 256 levels. A bundled pixel is a square of 3×3, within a margin of 2.
pub fn digits28x28() -> Dataset {
    let digits = digits8x8();
    let pixel = |(i, y, x): (usize, usize, usize)| match (y.checked_sub(2), x.checked_sub(2)) {
        (Some(y), Some(x)) if y < 24 && x < 24 => digits.levels(i)[y / 3 * 8 + x / 3].saturating_mul(16),
        _ => 0,
    };
    let images = TRAIN + HELD_OUT;
    let labels = Labels::numbered(digits.labels().ids()[..images].to_vec()).unwrap();
    Dataset::from_levels("", Array3::from_shape_fn((images, 28, 28), pixel), 255, labels).unwrap()
}

/// A file of images and one of labels for a part of a set; the labels are left unpacked, as some mirrors have them.
pub fn write_part(folder: &Path, prefix: &str, data: &Dataset, part: std::ops::Range<usize>) {
    let count = part.len() as u32;
    let levels: Vec<u8> = part.clone().flat_map(|i| data.levels(i)).copied().collect();
    let packed = File::create(folder.join(format!("{prefix}-images-idx3-ubyte.gz"))).unwrap();
    let mut packed = GzEncoder::new(packed, Compression::fast());
    packed.write_all(&idx(8, &[count, 28, 28], &levels)).unwrap();
    packed.finish().unwrap();
    let labels: Vec<u8> = data.labels().ids()[part].iter().map(|&label| label as u8).collect();
    let labels = idx(8, &[count], &labels);
    fs::write(folder.join(format!("{prefix}-labels-idx1-ubyte")), labels).unwrap();
}

#[test]
#[cfg_attr(not(feature = "cli"), ignore = "needs the command line: --features cli")]
fn does_the_command_line_train_on_a_folder_of_mnists_files_as_the_lab_does_on_its_images() {
    let data = digits28x28();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mnist-of-digits");
    fs::create_dir_all(&folder).unwrap();
    write_part(&folder, "train", &data, 0..TRAIN);
    write_part(&folder, "t10k", &data, TRAIN..TRAIN + HELD_OUT);

    let mut command = Command::new(COMMAND_LINE);
    command.args(["train", "--json", "--epochs", "2", "--hidden", "16", "--batch", "50", "--data"]).arg(&folder);
    let outcome = command.output().unwrap();
    assert!(outcome.status.success(), "{}", String::from_utf8_lossy(&outcome.stderr));
    let lines = String::from_utf8(outcome.stdout).unwrap();
    let last: serde_json::Value = serde_json::from_str(lines.lines().last().unwrap()).unwrap();

    let config = RunConfig {
        model: ModelSpec { height: 28, width: 28, body: dense(&[16], Activation::Relu), ..ModelSpec::digits8x8() },
        options: TrainOptions { batch_size: 50, ..TrainOptions::default() },
        ..RunConfig::default()
    };
    let of = |range: std::ops::Range<usize>| range.map(|i| i as u32).collect();
    let split = Split { train: of(0..TRAIN), held_out: of(TRAIN..TRAIN + HELD_OUT) };
    let mut session = Session::open(config, data, Some(split)).unwrap();
    session.train(6).unwrap();
    let held_out = session.evaluate().unwrap();
    assert_eq!((&last["steps"], &last["epoch"]), (&6.into(), &2.into()));
    assert_eq!(last["recon_nats"].as_f64(), Some(held_out.recon_nats));
    assert_eq!(last["kl_nats"].as_f64(), Some(held_out.kl_nats));
}

#[test]
#[ignore = "needs VAE_LAB_MNIST, a folder with MNIST's four files"]
fn does_mnist_read_as_its_authors_describe_it() {
    let folder = std::env::var_os("VAE_LAB_MNIST").expect("VAE_LAB_MNIST names a folder with MNIST's four files");
    let folder = PathBuf::from(folder);
    let file = |name: &str| {
        let mut bytes = Vec::new();
        let packed = fs::read(folder.join(format!("{name}-ubyte.gz"))).unwrap();
        GzDecoder::new(&*packed).read_to_end(&mut bytes).unwrap();
        bytes
    };
    for (prefix, count, labels, mean) in [
        ("train", 60_000, [5, 0, 4, 1, 9, 2, 1, 3, 1, 4], 0.1307),
        ("t10k", 10_000, [7, 2, 1, 0, 4, 1, 4, 9, 5, 9], 0.1325),
    ] {
        let images = file(&format!("{prefix}-images-idx3"));
        let data = read_images(&images, &file(&format!("{prefix}-labels-idx1"))).unwrap();
        assert_eq!((data.len(), data.height(), data.width()), (count, 28, 28));
        assert_eq!(data.labels().ids()[..10], labels);
        let sum: u64 = (0..data.len()).flat_map(|i| data.levels(i)).map(|&level| u64::from(level)).sum();
        let found = sum as f64 / 255.0 / (count * 784) as f64;
        assert!((found - mean).abs() < 1e-4, "{prefix}: {found}");
    }
}

#[test]
#[cfg_attr(feature = "cli", ignore = "needs VAE_LAB_MNIST, a folder with MNIST's four files")]
#[cfg_attr(not(feature = "cli"), ignore = "needs the command line: --features cli")]
fn are_the_files_that_the_page_fetches_made_again_bit_for_bit() {
    let mnist = std::env::var_os("VAE_LAB_MNIST").expect("VAE_LAB_MNIST names a folder with MNIST's four files");
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bundle-of-mnist");
    let outcome = bundle(Path::new(&mnist), &out, &[]);
    assert!(outcome.status.success(), "{}", String::from_utf8_lossy(&outcome.stderr));
    for name in ["mnist10k.bin", "mnist-held-out.bin", "mnist.sha256"] {
        assert!(fs::read(out.join(name)).unwrap() == fs::read(committed().join(name)).unwrap(), "{name} differs");
    }
}
