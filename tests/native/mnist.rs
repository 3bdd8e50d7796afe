//! MNIST, where a folder with its files is named by VAE_LAB_MNIST; else says that it was not looked at.

use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;
use vae_lab::data::read_images;

#[test]
fn mnist_reads_as_its_authors_describe_it() {
    let Some(folder) = std::env::var_os("VAE_LAB_MNIST") else {
        eprintln!("skipped: VAE_LAB_MNIST names no folder with MNIST's files");
        return;
    };
    let file = |name: &str| {
        let mut bytes = Vec::new();
        let packed = std::fs::read(Path::new(&folder).join(format!("{name}-ubyte.gz"))).unwrap();
        GzDecoder::new(&*packed).read_to_end(&mut bytes).unwrap();
        bytes
    };
    let data = read_images(&file("train-images-idx3"), &file("train-labels-idx1")).unwrap();
    assert_eq!((data.len(), data.height(), data.width()), (60_000, 28, 28));
    assert_eq!(data.labels().ids()[..10], [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    let sum: u64 = (0..data.len()).flat_map(|i| data.levels(i)).map(|&level| u64::from(level)).sum();
    assert!((sum as f64 / 255.0 / (60_000.0 * 784.0) - 0.1307).abs() < 1e-4);
}
