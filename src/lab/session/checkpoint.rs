//! Checkpoints: everything that a run goes on from, bit for bit. Not the images, which whoever restores brings along.
//!
//! A safetensors file. Each weight under its own name, Adam's moments under `adam.first.` and `adam.second.` and that
//! name, the plan's order as `order` and the held-out images as `held_out`; every float that is no card's figure in
//! `figures`, never as decimal text. Whole numbers, names and the model's description are JSON under the metadata key
//! `vae_lab_checkpoint`.

use std::sync::Arc;

use super::{Images, PIECE, RunConfig, Session, TRAINED, Training, make_room_for};
use crate::data::{BatchPlan, Dataset, PlanState, Split};
use crate::error::{LabError, Result};
use crate::model::{Autoencoder, Likelihood, Model, Sd};
use crate::num::Layout;
use crate::plain::{self, FromPlain, Problem, Value, field, hex, json};
use crate::train::{Bound, TrainOptions, Trainer};
use crate::weights::safetensors::{Dtype, File, Tensor, write};
use crate::weights::{self, CHECKPOINT_KEY, Card, Precision};

/// Of the newest that this build writes; one of a run without anything new says 1, so that older builds go on with it.
const VERSION: u32 = 2;
const FIGURES: usize = 5;
/// Figures in files of version 1.
const FIRST_FIGURES: usize = 4;
const MOMENTS: [&str; 2] = ["adam.first.", "adam.second."];

/// What a checkpoint says in words and whole numbers.
struct Header {
    config: RunConfig,
    origin: Option<Card>,
    steps_before: u64,
    step: u64,
    epoch: u64,
    used: usize,
    fingerprint: String,
    data: String,
}

impl Header {
    /// The first version whose readers know all of it.
    fn version(&self) -> u32 {
        let TrainOptions { warmup, free_bits, bound, .. } = self.config.options;
        let plain = warmup == 0 && free_bits == 0.0 && bound == Bound::Elbo;
        if plain && weights::version_of(&self.config.model) < 4 { 1 } else { VERSION }
    }

    fn to_plain(&self) -> Value {
        Value::object([
            ("version", f64::from(self.version()).into()),
            ("config", self.config.to_plain()),
            ("origin", self.origin.as_ref().map_or(Value::Null, Card::to_plain)),
            ("stepsBefore", (self.steps_before as f64).into()),
            ("step", (self.step as f64).into()),
            ("epoch", (self.epoch as f64).into()),
            ("used", self.used.into()),
            ("fingerprint", self.fingerprint.as_str().into()),
            ("data", self.data.as_str().into()),
        ])
    }
}

impl FromPlain for Header {
    fn from_plain(value: &Value) -> std::result::Result<Header, Problem> {
        let version: u32 = field(value, "version")?;
        if !(1..=VERSION).contains(&version) {
            return Err(format!("is of version {version}; this build reads up to {VERSION}").into());
        }
        let names = ["version", "config", "origin", "stepsBefore", "step", "epoch", "used", "fingerprint", "data"];
        plain::only(value, &names)?;
        Ok(Header {
            config: field(value, "config")?,
            origin: field(value, "origin")?,
            steps_before: field(value, "stepsBefore")?,
            step: field(value, "step")?,
            epoch: field(value, "epoch")?,
            used: field(value, "used")?,
            fingerprint: field(value, "fingerprint")?,
            data: field(value, "data")?,
        })
    }
}

fn fingerprint(data: &Dataset) -> String {
    hex(&data.fingerprint().to_be_bytes())
}

fn bad(problem: impl Into<Problem>) -> LabError {
    LabError::BadWeights(format!("as a checkpoint, it {}", problem.into()))
}

impl Session {
    /// Everything that [`Session::restore`] goes on from.
    ///
    /// # Errors
    /// `NoData` of a session that does not train, `NoTraining` where that is because all its images are held out; `NoMemory`.
    pub fn checkpoint(&self) -> Result<Vec<u8>> {
        let (Some(images), Some(Training { trainer, plan })) = (&self.images, &self.training) else {
            return Err(self.untrained());
        };
        // As tensors, and those as a file.
        make_room_for(&self.model.wiring, 2 * TRAINED, 0)?;
        let PlanState { epoch, used, order } = plan.state();
        let header = Header {
            config: RunConfig {
                model: self.spec().clone(),
                pixels: self.pixels,
                seed: self.seed,
                options: self.options(),
            },
            origin: self.origin.clone(),
            steps_before: self.before.0,
            step: trainer.step(),
            epoch,
            used,
            fingerprint: fingerprint(&images.data),
            data: images.data.name().to_owned(),
        };
        let (first, second) = trainer.moments();
        let mut tensors = Vec::new();
        for (prefix, buffer) in [("", self.model.params()), (MOMENTS[0], first), (MOMENTS[1], second)] {
            for span in self.model.wiring.layout().spans() {
                let name = format!("{prefix}{}", span.name);
                tensors.push((name, weights::tensor(span, buffer, Precision::F32)));
            }
        }
        for (name, list) in [("order", &order), ("held_out", &images.split.held_out)] {
            let mut data = Vec::new();
            for i in list {
                data.extend_from_slice(&i.to_le_bytes());
            }
            tensors.push((name.to_owned(), Tensor { dtype: Dtype::U32, shape: vec![list.len()], data }));
        }
        let mut data = Vec::new();
        let figures = self.figures();
        let figures = &figures[..if header.version() == 1 { FIRST_FIGURES } else { FIGURES }];
        for figure in figures {
            data.extend_from_slice(&figure.to_le_bytes());
        }
        tensors.push(("figures".to_owned(), Tensor { dtype: Dtype::F64, shape: vec![figures.len()], data }));
        Ok(write(tensors, Some((CHECKPOINT_KEY, &json::write(&header.to_plain())))))
    }

    /// Learning rate, β, epochs before this training, s where it is fixed (else 0), and free bits.
    fn figures(&self) -> [f64; FIGURES] {
        let sd = match self.spec().likelihood {
            Likelihood::Gaussian { sd: Sd::Fixed(sd) } => sd,
            Likelihood::Gaussian { sd: Sd::Learned } | Likelihood::Bernoulli => 0.0,
        };
        [self.options.learning_rate, self.options.beta, self.before.1, sd, self.options.free_bits]
    }

    /// Goes on where [`Session::checkpoint`] was taken, on the same images: a run that was interrupted equals one that was
    /// not, bit for bit on strict arithmetic. On one thread, until [`Session::set_team`].
    ///
    /// # Errors
    /// `BadWeights` when the bytes are no checkpoint; `BadData` when the images are others; `NoMemory`.
    pub fn restore(bytes: &[u8], data: impl Into<Arc<Dataset>>) -> Result<Session> {
        let data = data.into();
        let file = File::read(bytes, bad)?;
        let text = file.metadata(CHECKPOINT_KEY).ok_or_else(|| bad("has no header of its own"))?;
        let header = json::parse(text).and_then(|value| Header::from_plain(&value)).map_err(bad)?;
        if header.fingerprint != fingerprint(&data) {
            let name = &header.data;
            return Err(LabError::BadData(format!("the checkpoint was made on other images (it calls them `{name}`)")));
        }
        let [learning_rate, beta, epochs_before, sd, free_bits] = figures(&file)?;
        let RunConfig { mut model, pixels, seed, options } = header.config;
        if let Likelihood::Gaussian { sd: Sd::Fixed(fixed) } = &mut model.likelihood {
            *fixed = sd;
        }
        let options = TrainOptions { learning_rate, beta, free_bits, ..options }.check_for(model.family)?;
        let wiring = Autoencoder::new(model.check()?);
        make_room_for(&wiring, 1 + TRAINED, PIECE + 2 * options.rows())?;
        let [params, first, second] = ["", MOMENTS[0], MOMENTS[1]].map(|prefix| buffer(&file, wiring.layout(), prefix));
        let (model, first, second) = (Model::new(wiring, params?), first?, second?);
        let (order, held_out) = (indices(&file, "order")?, indices(&file, "held_out")?);
        let split = split(&order, held_out, data.len())?;
        if header.used > order.len() {
            return Err(bad("has used more images than it has"));
        }
        let mut session = Session::of(model, pixels, seed);
        session.images = Some(Images::new(data, Some(split), session.model.spec(), pixels, seed)?);
        session.options = options;
        session.before = (header.steps_before, epochs_before);
        session.origin = header.origin;
        session.training = Some(Training {
            trainer: Trainer::resume(&session.model, options, header.step, first, second),
            plan: BatchPlan::resume(seed, PlanState { epoch: header.epoch, used: header.used, order }),
        });
        Ok(session)
    }
}

fn tensor<'f, 'a>(file: &'f File<'a>, name: &str, dtype: Dtype) -> Result<&'f Tensor<&'a [u8]>> {
    file.get(name).filter(|tensor| tensor.dtype == dtype).ok_or_else(|| bad(format!("has no usable `{name}`")))
}

fn figures(file: &File) -> Result<[f64; FIGURES]> {
    let bytes = tensor(file, "figures", Dtype::F64)?.data;
    let mut figures = [0.0; FIGURES];
    if ![FIRST_FIGURES, FIGURES].contains(&(bytes.len() / size_of::<f64>())) {
        return Err(bad("has not its figures"));
    }
    for (figure, &bytes) in figures.iter_mut().zip(bytes.as_chunks().0) {
        *figure = f64::from_le_bytes(bytes);
    }
    Ok(figures)
}

fn indices(file: &File, name: &str) -> Result<Vec<u32>> {
    let bytes = tensor(file, name, Dtype::U32)?.data;
    let mut indices = Vec::with_capacity(bytes.len() / 4);
    for &bytes in bytes.as_chunks().0 {
        indices.push(u32::from_le_bytes(bytes));
    }
    Ok(indices)
}

/// A flat buffer from the tensors of its spans.
fn buffer(file: &File, layout: &Layout, prefix: &str) -> Result<Vec<f32>> {
    let mut buffer = Vec::new();
    for span in layout.spans() {
        let name = format!("{prefix}{}", span.name);
        let tensor = tensor(file, &name, Dtype::F32)?;
        if tensor.shape != span.shape {
            return Err(bad(format!("has a `{name}` of another shape")));
        }
        // Not before the file is known to be as large as the buffer.
        buffer.resize(span.offset + span.len, 0.0);
        let mut values = tensor.data.as_chunks().0.iter();
        span.fill_with(&mut buffer, &mut || values.next().map(|&bytes| f32::from_le_bytes(bytes)));
    }
    Ok(buffer)
}

/// The split that an order of the training images and the held-out images make of `count` images.
fn split(order: &[u32], held_out: Vec<u32>, count: usize) -> Result<Split> {
    let mut train = order.to_vec();
    train.sort_unstable();
    let mut seen = vec![false; count];
    for &i in train.iter().chain(&held_out) {
        if seen.get(i as usize) != Some(&false) {
            return Err(bad("counts an image twice, or one that is not there"));
        }
        seen[i as usize] = true;
    }
    if train.is_empty() {
        return Err(bad("has no training image"));
    }
    Ok(Split { train, held_out })
}
