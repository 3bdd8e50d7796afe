//! The trainer: parameters, Adam's moments, and the step.
//!
//! A step is one program that every thread of the team runs (SPMD):
//! 1. each thread takes its batch rows through forward, loss and backward (`Objective::rows`);
//! 2. barrier;
//! 3. each takes its weight panels through gradient, Adam, and the refresh of the transposed weights; the first thread
//!    also adds up the terms and moves the feed on;
//! 4. barrier.
//!
//! No sum is shared among threads, so the bits do not depend on their number.

mod whole_gradients;

use std::cell::UnsafeCell;
use std::ops::Range;

use super::{Adam, CheckedOptions, Member, Objective, Team, Terms, TrainWorkspace};
use crate::error::{LabError, Result};
use crate::model::Autoencoder;
use crate::nn::{Dense, PanelScratch};
use crate::num::gemm::MatrixMut;
use crate::num::vecmath::{self, AdamStep};
use crate::num::{Real, Rows, Shared};

/// Where batches come from.
pub trait Feed<T>: Sync {
    /// Moves on to the next batch of at most `size` images; returns how many it has (at least 1).
    fn advance(&mut self, size: usize) -> usize;
    /// Fills batch rows `first..first + x.rows`: images x (rows, I) in [0, 1], and ε (rows, Z).
    fn fill(&self, first: usize, x: MatrixMut<T>, epsilon: MatrixMut<T>);
}

/// Parameters with all that training them takes.
pub struct Trainer<T> {
    model: Autoencoder,
    params: Shared<T>,
    transposed: Shared<T>,
    first_moment: Shared<T>,
    second_moment: Shared<T>,
    adam: Adam,
    options: CheckedOptions,
    step: u64,
    ws: TrainWorkspace<T>,
    team: Team,
    scratch: Vec<UnsafeCell<PanelScratch<T>>>,
}

// SAFETY: thread t of a run uses `scratch[t]` alone; everything else is `Sync` by itself.
unsafe impl<T: Real> Sync for Trainer<T> {}

/// What the first thread tells the others between two steps.
struct Conductor<'a, T> {
    feed: &'a mut dyn Feed<T>,
    images: usize,
    objective: Objective<T>,
    adam: AdamStep,
    step: u64,
    sum: Terms,
    seen: usize,
    diverged: bool,
}

/// Eight outputs of a layer, with the layer's input x and the gradient dy of its output.
struct Panel<'a, T> {
    layer: &'a Dense,
    x: &'a Rows<T>,
    dy: &'a Rows<T>,
    p: usize,
}

struct Conducted<'a, T>(UnsafeCell<Conductor<'a, T>>);

// SAFETY: the first thread writes it between the barriers of phase 3, the others read it outside of that phase.
unsafe impl<T: Real> Sync for Conducted<'_, T> {}

impl<T: Real> Trainer<T> {
    /// # Panics
    /// When `params` is not a buffer of the model's layout.
    pub fn new(model: Autoencoder, params: Vec<T>, options: CheckedOptions) -> Self {
        assert_eq!(params.len(), model.layout().len(), "parameters of the layout");
        let zeros = || Shared::new(model.layout().zeros());
        let mut trainer = Trainer {
            transposed: model.transpose(&params),
            params: Shared::new(params),
            first_moment: zeros(),
            second_moment: zeros(),
            adam: Adam::default(),
            options,
            step: 0,
            ws: TrainWorkspace::new(&model, options.batch_size),
            team: Team::solo(),
            scratch: Vec::new(),
            model,
        };
        trainer.make_scratch();
        trainer
    }

    fn make_scratch(&mut self) {
        let inputs = self.model.layers().map(|layer| layer.inputs).max().unwrap_or(0);
        let scratch = || UnsafeCell::new(PanelScratch::new(self.ws.forward.capacity, inputs));
        self.scratch = (0..self.team.size()).map(|_| scratch()).collect();
    }

    pub fn model(&self) -> &Autoencoder {
        &self.model
    }

    pub fn params(&self) -> &[T] {
        self.params.all()
    }

    pub fn options(&self) -> &CheckedOptions {
        &self.options
    }

    /// Steps done.
    pub fn step(&self) -> u64 {
        self.step
    }

    /// Takes effect with the next step. Only a larger batch allocates.
    pub fn set_options(&mut self, options: CheckedOptions) {
        self.options = options;
        if options.batch_size > self.ws.forward.capacity {
            self.ws = TrainWorkspace::new(&self.model, options.batch_size);
            self.make_scratch();
        }
    }

    /// Takes effect with the next step; the numbers do not depend on it.
    pub fn set_team(&mut self, team: Team) {
        self.team = team;
        self.make_scratch();
    }

    pub fn team(&self) -> &Team {
        &self.team
    }

    /// Trains `steps` steps on batches of `feed`; the mean terms over their images, before each update.
    ///
    /// # Errors
    /// `Diverged` at the first step whose loss is not finite; the parameters are of no use then.
    pub fn train(&mut self, steps: u64, feed: &mut dyn Feed<T>) -> Result<Terms> {
        let mut conductor = Conductor {
            feed,
            images: 0,
            objective: Objective { image_weight: T::one(), beta: T::one() },
            adam: self.adam.step(1, 0.0),
            step: self.step,
            sum: Terms::default(),
            seen: 0,
            diverged: false,
        };
        if steps == 0 {
            return Ok(Terms::default());
        }
        self.prepare(&mut conductor);
        let conducted = Conducted(UnsafeCell::new(conductor));
        self.team.run(&|member| self.program(member, steps, &conducted));
        let conductor = conducted.0.into_inner();
        let (step, diverged) = (conductor.step, conductor.diverged);
        let mean = Terms::mean_of(conductor.sum, conductor.seen);
        self.step = step;
        if diverged { Err(LabError::Diverged { step }) } else { Ok(mean) }
    }

    /// Sets the conductor for the next step.
    fn prepare(&self, c: &mut Conductor<T>) {
        c.images = c.feed.advance(self.options.batch_size);
        c.objective.image_weight = T::from_f64(1.0 / c.images as f64);
        c.objective.beta = T::from_f64(self.options.beta);
        c.adam = self.adam.step(c.step + 1, self.options.learning_rate);
    }

    /// The program of one thread.
    fn program(&self, member: &Member, steps: u64, conducted: &Conducted<T>) {
        let thread = member.index();
        for done in 1..=steps {
            // SAFETY: between barriers nobody writes the conductor.
            let (images, objective, adam) = {
                let c = unsafe { &*conducted.0.get() };
                (c.images, c.objective, c.adam)
            };
            let rows = share(images, thread, self.team.size());
            {
                // SAFETY: as above; nobody moves the feed on during this phase.
                let feed = unsafe { &*(*conducted.0.get()).feed };
                self.fill(feed, rows.clone());
            }
            // SAFETY: these batch rows are this thread's in this phase; parameters are only read.
            unsafe { objective.rows(&self.model, self.params.all(), self.transposed.all(), &self.ws, rows) };
            member.barrier();
            // SAFETY: scratch `thread` is this thread's alone.
            let scratch = unsafe { &mut *self.scratch[thread].get() };
            for Panel { layer, x, dy, p } in self.panels(thread) {
                // SAFETY: these panels are this thread's in this phase; activations are only read.
                unsafe {
                    self.claim(layer, p);
                    let (dw, db) = layer.panel_gradient(x.matrix(0..images), dy.matrix(0..images), p, scratch);
                    self.update(&adam, layer, p, dw, db);
                }
            }
            if thread == 0 {
                // SAFETY: the first thread alone touches the conductor in this phase.
                let c = unsafe { &mut *conducted.0.get() };
                self.conclude(c, done < steps);
            }
            member.barrier();
            // SAFETY: between barriers nobody writes the conductor.
            if unsafe { (*conducted.0.get()).diverged } {
                return;
            }
        }
    }

    fn fill(&self, feed: &dyn Feed<T>, rows: Range<usize>) {
        let f = &self.ws.forward;
        // SAFETY: called for rows that are the calling thread's in this phase.
        let (x, epsilon) = unsafe { (f.x.matrix_mut(rows.clone()), f.epsilon.matrix_mut(rows.clone())) };
        feed.fill(rows.start, x, epsilon);
    }

    /// The terms of the batch just passed, added up in the order of rows.
    fn sum_of_terms(&self, images: usize) -> Terms {
        let mut sum = Terms::default();
        for (&recon, &kl) in self.ws.recon.slice(0..images).iter().zip(self.ws.kl.slice(0..images)) {
            sum += Terms { recon_nats: recon.to_f64(), kl_nats: kl.to_f64() };
        }
        sum
    }

    /// Counts the step that ends, and prepares the next.
    fn conclude(&self, c: &mut Conductor<T>, goes_on: bool) {
        let sum = self.sum_of_terms(c.images);
        c.step += 1;
        c.seen += c.images;
        c.sum += sum;
        c.diverged = !sum.is_finite();
        if goes_on && !c.diverged {
            self.prepare(c);
        }
    }

    /// This thread's panels.
    fn panels(&self, thread: usize) -> impl Iterator<Item = Panel<'_, T>> {
        // A panel costs as much as it has inputs; a thread takes those whose middle lies in its part of the cost.
        let total: usize = self.model.layers().map(|layer| layer.panels() * layer.inputs).sum();
        let mine = share(2 * total, thread, self.team.size());
        let mut cost = 0;
        let layers = self.ws.layers(&self.model);
        let panels = layers.flat_map(|(layer, x, dy)| (0..layer.panels()).map(move |p| Panel { layer, x, dy, p }));
        panels.filter(move |panel| {
            let middle = 2 * cost + panel.layer.inputs;
            cost += panel.layer.inputs;
            mine.contains(&middle)
        })
    }

    /// Has what [`Self::update`] is going to write brought here while the gradient is computed: the other threads have
    /// just read it, and to write what others hold is to wait for them. Two threads train the small net a tenth faster.
    ///
    /// # Safety
    /// As [`Self::update`].
    unsafe fn claim(&self, layer: &Dense, p: usize) {
        if self.team.size() == 1 {
            return;
        }
        // SAFETY: the caller's promise.
        unsafe {
            self.params.claim(layer.weight_panel(p));
            layer.transposed_blocks(p).for_each(|at| self.transposed.claim(at));
        }
    }

    /// Adam for one panel of a layer, and its transposed weights.
    ///
    /// # Safety
    /// Nobody else uses that panel's parameters, moments and transposed weights meanwhile.
    unsafe fn update(&self, adam: &AdamStep, layer: &Dense, p: usize, dw: &[T], db: &[T]) {
        for (at, gradient) in [(layer.bias_panel(p), db), (layer.weight_panel(p), dw)] {
            // SAFETY: the caller's promise.
            unsafe {
                let w = self.params.slice_mut(at.clone());
                let m = self.first_moment.slice_mut(at.clone());
                let v = self.second_moment.slice_mut(at);
                vecmath::adam(adam, w, m, v, gradient);
            }
        }
        // SAFETY: the caller's promise.
        unsafe { layer.refresh_transposed(self.params.slice(layer.weight_panel(p)), p, &self.transposed) };
    }
}

/// Part `index` of `0..count` in `of` parts.
fn share(count: usize, index: usize, of: usize) -> Range<usize> {
    count * index / of..count * (index + 1) / of
}
