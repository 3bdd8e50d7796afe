//! `vae-lab bundle`: the two parts of MNIST that the web page fetches, packed.
//!
//! `mnist10k` is the first training images, to train on. `mnist-held-out` is test images, as many of each class, all held
//! out: the page's pretrained model has never seen them. Both are in the lab's own packing, eight bits a pixel, nothing
//! lost, and that in gzip. Their names do not end in .gz, so that a host sends them as they are.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use flate2::Compression;
use flate2::write::GzEncoder;
use ndarray::Axis;
use vae_lab::data::{Dataset, Labels, pack};
use vae_lab::weights::digest_hex;

use crate::data;
use crate::describe::whole;
use crate::failure::{Failure, Outcome, file};
use crate::output::answer;
use crate::target::Target;

/// Test images of each class.
const HELD_OUT: usize = 30;

#[derive(Args)]
pub struct Bundle {
    /// A folder with MNIST's four IDX files, gzip or not
    #[arg(long)]
    data: PathBuf,
    /// The folder to write `mnist10k.bin`, `mnist-held-out.bin` and `mnist.sha256` to
    #[arg(long)]
    out: PathBuf,
    /// Training images: the first so many
    #[arg(long, default_value_t = 10_000, value_parser = whole::<usize>)]
    train: usize,
    /// Test images of each class, evenly spaced among all of it
    #[arg(long, default_value_t = HELD_OUT, value_parser = whole::<usize>)]
    held_out: usize,
}

impl Bundle {
    pub fn run(self) -> Outcome<()> {
        std::fs::create_dir_all(&self.out).map_err(|e| file("cannot make", &self.out, e))?;
        let (train, test) = (data::part(&self.data, "train")?, data::part(&self.data, "t10k")?);
        if self.train == 0 || self.train > train.len() {
            let there = train.len();
            return Err(Failure::Usage(format!("--train {}: there are {there} training images", self.train)));
        }
        let first: Vec<usize> = (0..self.train).collect();
        let sets =
            [("mnist10k.bin", chosen(&train, &first)?), ("mnist-held-out.bin", of_each_class(&test, self.held_out)?)];
        let mut sums = String::new();
        for (name, set) in sets {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
            let packed = encoder.write_all(&pack(&set)).and_then(|()| encoder.finish());
            let path = self.out.join(name);
            let packed = packed.map_err(|error| file("cannot compress", &path, error))?;
            Target::find(&path)?.write(&packed)?;
            sums += &format!("{}  {name}\n", digest_hex(|sha| sha(&packed)));
        }
        Target::find(&self.out.join("mnist.sha256"))?.write(sums.as_bytes())?;
        answer(sums.trim_end())
    }
}

/// The test images that the page shows with its pretrained model.
pub fn held_out(test: &Dataset) -> Outcome<Dataset> {
    of_each_class(test, HELD_OUT)
}

fn of_each_class(test: &Dataset, count: usize) -> Outcome<Dataset> {
    Ok(chosen(test, &spaced(test, count)?)?.held_out())
}

/// `count` images of each class: of its n images, in the file's order, number ⌊i·n / count⌋ for each i below `count`.
/// The first would not stand for all: MNIST's test images begin with 5,000 that are easier than the rest.
fn spaced(data: &Dataset, count: usize) -> Outcome<Vec<usize>> {
    let mut places = Vec::new();
    for (class, name) in data.labels().names().iter().enumerate() {
        let of_class = |(place, &id): (usize, &u16)| (usize::from(id) == class).then_some(place);
        let members: Vec<usize> = data.labels().ids().iter().enumerate().filter_map(of_class).collect();
        if count == 0 || count > members.len() {
            let there = members.len();
            return Err(Failure::Usage(format!("--held-out {count}: there are {there} test images of class {name}")));
        }
        places.extend((0..count).map(|i| members[i * members.len() / count]));
    }
    places.sort_unstable();
    Ok(places)
}

fn chosen(data: &Dataset, places: &[usize]) -> Outcome<Dataset> {
    let images = data.images().select(Axis(0), places);
    let ids = places.iter().map(|&place| data.labels().ids()[place]).collect();
    let labels = Labels::new(ids, data.labels().names().to_vec())?;
    Ok(Dataset::from_images("", images.view(), labels)?)
}
