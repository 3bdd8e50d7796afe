//! The trainer: Adam's moments, and the step.
//!
//! A step is one program that every thread of the team runs (SPMD), phase by phase ([`Phase`]), a barrier behind each: in
//! a phase of rows each thread takes its batch rows through the objective, in a phase of updates its units through
//! gradient, Adam and the refresh of what the backward pass reads. In the last phase the first thread also adds up the
//! terms and moves the feed on.
//!
//! No sum is shared among threads, so the bits do not depend on their number.

mod whole_gradients;

use std::cell::UnsafeCell;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use super::workspace::Part;
use super::{Adam, CheckedOptions, Feed, Group, Member, Objective, Phase, Team, TermSums, Terms, TrainWorkspace};
use crate::error::{LabError, Result};
use crate::model::Model;
use crate::nn::{Gradient, Op};
use crate::num::vecmath::{self, AdamStep};
use crate::num::{Real, Shared};

/// What training a model takes beside the model itself, which is handed to every call: always the one it was made for,
/// changed by nobody else.
pub struct Trainer<T> {
    transposed: Shared<T>,
    first_moment: Shared<T>,
    second_moment: Shared<T>,
    adam: Adam,
    options: CheckedOptions,
    step: u64,
    ws: TrainWorkspace<T>,
    team: Team,
    scratch: Vec<UnsafeCell<Gradient<T>>>,
    /// The phase of the present run, counted from 1, in which a term was not finite; 0 while there is none. Not a mere yes
    /// or no: a thread that has passed a barrier may find the next phase's before a slower one has looked at this one's.
    diverged: AtomicU64,
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
    sums: TermSums,
}

struct Conducted<'a, T>(UnsafeCell<Conductor<'a, T>>);

// SAFETY: the first thread writes it between the barriers of the last phase, the others read it outside of that phase.
unsafe impl<T: Real> Sync for Conducted<'_, T> {}

impl<T: Real> Trainer<T> {
    pub fn new(model: &Model<T>, options: CheckedOptions) -> Self {
        let zeros = || Shared::new(model.wiring.layout().zeros());
        let mut trainer = Trainer {
            transposed: model.wiring.transpose(&model.params),
            first_moment: zeros(),
            second_moment: zeros(),
            adam: Adam::default(),
            options,
            step: 0,
            ws: TrainWorkspace::new(&model.wiring, options.batch_size, options.bound.samples()),
            team: Team::solo(),
            scratch: Vec::new(),
            diverged: AtomicU64::new(0),
        };
        trainer.make_scratch(model);
        trainer
    }

    /// Goes on where another trainer stood: after `step` steps, with its moments.
    ///
    /// # Panics
    /// When the moments are not buffers of the model's layout.
    pub fn resume(model: &Model<T>, options: CheckedOptions, step: u64, first: Vec<T>, second: Vec<T>) -> Self {
        let len = model.wiring.layout().len();
        assert!(first.len() == len && second.len() == len, "moments of the layout");
        let (first_moment, second_moment) = (Shared::new(first), Shared::new(second));
        Trainer { first_moment, second_moment, step, ..Trainer::new(model, options) }
    }

    fn make_scratch(&mut self, model: &Model<T>) {
        let rows = self.ws.forward.rows;
        self.scratch.clear();
        for _ in 0..self.team.size() {
            self.scratch.push(UnsafeCell::new(Gradient::new(rows, model.wiring.ops())));
        }
    }

    pub fn options(&self) -> &CheckedOptions {
        &self.options
    }

    /// Steps done.
    pub fn step(&self) -> u64 {
        self.step
    }

    /// Adam's first and second moments, buffers of the model's layout.
    pub fn moments(&self) -> (&[T], &[T]) {
        (self.first_moment.all(), self.second_moment.all())
    }

    /// Takes effect with the next step. Only a larger batch, or more samples, allocates.
    pub fn set_options(&mut self, model: &Model<T>, options: CheckedOptions) {
        self.options = options;
        let samples = options.bound.samples();
        if options.batch_size > self.ws.forward.capacity || options.rows() > self.ws.forward.rows {
            self.ws = TrainWorkspace::new(&model.wiring, options.batch_size, samples);
            self.make_scratch(model);
        }
        self.ws.forward.samples = samples;
    }

    /// Takes effect with the next step; the numbers do not depend on it.
    pub fn set_team(&mut self, model: &Model<T>, team: Team) {
        self.team = team;
        self.make_scratch(model);
    }

    pub fn team(&self) -> &Team {
        &self.team
    }

    /// Trains `steps` steps on batches of `feed`; the mean terms over their images, before each update.
    ///
    /// # Errors
    /// `Diverged` at the first step whose terms are not finite: that step is not done, its batch is given back, and all is
    /// as it was after the steps before it.
    pub fn train(&mut self, model: &mut Model<T>, steps: u64, feed: &mut dyn Feed<T>) -> Result<Terms> {
        if steps == 0 {
            return Ok(Terms::default());
        }
        let mut conductor = Conductor {
            feed,
            images: 0,
            objective: Objective::of(&self.options, 1, 1),
            adam: self.adam.step(1, 0.0),
            step: self.step,
            sums: TermSums::default(),
        };
        *self.diverged.get_mut() = 0;
        self.prepare(&mut conductor);
        let conducted = Conducted(UnsafeCell::new(conductor));
        self.team.run(&|member| self.program(model, member, steps, &conducted));
        let conductor = conducted.0.into_inner();
        self.step = conductor.step;
        if *self.diverged.get_mut() > 0 {
            conductor.feed.give_back();
            return Err(LabError::Diverged { step: self.step + 1 });
        }
        Ok(conductor.sums.mean())
    }

    /// Sets the conductor for the next step.
    fn prepare(&self, c: &mut Conductor<T>) {
        c.images = c.feed.advance(self.options.batch_size);
        c.objective = Objective::of(&self.options, c.images, c.step + 1);
        c.adam = self.adam.step(c.step + 1, self.options.learning_rate);
    }

    fn phases(&self, model: &Model<T>) -> &'static [Phase] {
        Phase::of(model.spec().family, self.options.free_bits > 0.0)
    }

    /// The program of one thread.
    fn program(&self, model: &Model<T>, member: &Member, steps: u64, conducted: &Conducted<T>) {
        let thread = member.index();
        let phases = self.phases(model);
        let mut count = 0;
        for done in 1..=steps {
            // SAFETY: between barriers nobody writes the conductor.
            let (images, objective, adam) = {
                let c = unsafe { &*conducted.0.get() };
                (c.images, c.objective, c.adam)
            };
            let rows = self.rows(model, images, thread);
            {
                // SAFETY: as above; nobody moves the feed on before the last phase.
                let feed = unsafe { &*(*conducted.0.get()).feed };
                self.fill(feed, rows.clone());
            }
            for (i, &phase) in phases.iter().enumerate() {
                count += 1;
                match phase {
                    Phase::Rows(pass) => {
                        // SAFETY: these batch rows are this thread's in this phase; parameters are only read.
                        let finite = unsafe { objective.rows(pass, model, &self.transposed, &self.ws, rows.clone()) };
                        if !finite {
                            self.diverged.store(count, Ordering::Relaxed);
                        }
                    }
                    Phase::Update(group) => self.update_units(model, thread, group, images, &adam),
                }
                if thread == 0 && i + 1 == phases.len() {
                    // SAFETY: the first thread alone touches the conductor in this phase.
                    self.conclude(unsafe { &mut *conducted.0.get() }, done < steps);
                }
                member.barrier();
                // The barrier makes what any thread stored before it seen by all: they leave together.
                if self.diverged.load(Ordering::Relaxed) == count {
                    return;
                }
            }
        }
    }

    /// A thread's rows of a batch: whole grains, so that no two threads meet in a block of images.
    fn rows(&self, model: &Model<T>, images: usize, thread: usize) -> Range<usize> {
        let grain = model.wiring.grain();
        let mine = share(images.div_ceil(grain), thread, self.team.size());
        images.min(mine.start * grain)..images.min(mine.end * grain)
    }

    fn fill(&self, feed: &dyn Feed<T>, rows: Range<usize>) {
        let f = &self.ws.forward;
        let samples = rows.start * f.samples..rows.end * f.samples;
        // SAFETY: called for rows that are the calling thread's in this phase.
        let (x, epsilon) = unsafe { (f.x.matrix_mut(rows.clone()), f.epsilon.matrix_mut(samples)) };
        feed.fill(rows.start, x, epsilon);
    }

    /// The terms of the batch just passed, added up in the order of rows.
    fn sums(&self, images: usize) -> TermSums {
        let mut sums = Terms::default();
        for (&recon, &kl) in self.ws.recon.slice(0..images).iter().zip(self.ws.kl.slice(0..images)) {
            sums += Terms { recon_nats: recon.to_f64(), kl_nats: kl.to_f64() };
        }
        TermSums { images, sums }
    }

    /// Counts the step that ends, and prepares the next.
    fn conclude(&self, c: &mut Conductor<T>, goes_on: bool) {
        c.sums += self.sums(c.images);
        c.step += 1;
        if goes_on {
            self.prepare(c);
        }
    }

    /// This thread's units of a group, from gradient to updated parameters. `images`: of the batch.
    fn update_units(&self, model: &Model<T>, thread: usize, group: Group, images: usize, adam: &AdamStep) {
        // SAFETY: scratch `thread` is this thread's alone.
        let scratch = unsafe { &mut *self.scratch[thread].get() };
        self.each_unit(model, thread, group, &mut |Part { op, x, dv, samples }, unit| {
            let rows = op.rows(0..images * samples).end;
            // SAFETY: these units are this thread's in this phase; activations are only read.
            unsafe {
                self.claim(model, op, unit);
                let (added, weights) = op.unit_gradient(x.matrix(0..rows), dv.matrix(0..rows), unit, scratch);
                self.update(model, adam, added);
                if let Some(weights) = weights {
                    self.update(model, adam, weights);
                }
                op.refresh(unit, &model.params, &self.transposed);
            }
        });
    }

    /// Hands out this thread's units of a group: those whose middle lies in its part of the cost.
    fn each_unit(&self, model: &Model<T>, thread: usize, group: Group, take: &mut dyn FnMut(&Part<T>, usize)) {
        let mut total = 0;
        self.ws.each_part(&model.wiring, group, &mut |part| total += part.op.units() * part.unit_cost());
        let mine = share(2 * total, thread, self.team.size());
        let mut cost = 0;
        self.ws.each_part(&model.wiring, group, &mut |part| {
            for unit in 0..part.op.units() {
                if mine.contains(&(2 * cost + part.unit_cost())) {
                    take(&part, unit);
                }
                cost += part.unit_cost();
            }
        });
    }

    /// Has what an update is going to write brought here while the gradient is computed: the other threads have just read
    /// it, and to write what others hold is to wait for them. Two threads train the small net a tenth faster.
    ///
    /// # Safety
    /// As [`Self::update`].
    unsafe fn claim(&self, model: &Model<T>, op: &Op, unit: usize) {
        if self.team.size() > 1 {
            // SAFETY: the caller's promise.
            unsafe { op.claim(unit, &model.params, &self.transposed) };
        }
    }

    /// Adam for the parameters in `at`.
    ///
    /// # Safety
    /// Nobody else uses those parameters and their moments meanwhile.
    unsafe fn update(&self, model: &Model<T>, adam: &AdamStep, (at, gradient): (Range<usize>, &[T])) {
        // SAFETY: the caller's promise.
        unsafe {
            let w = model.params.slice_mut(at.clone());
            let m = self.first_moment.slice_mut(at.clone());
            let v = self.second_moment.slice_mut(at);
            vecmath::adam(adam, w, m, v, gradient);
        }
    }
}

/// Part `index` of `0..count` in `of` parts.
fn share(count: usize, index: usize, of: usize) -> Range<usize> {
    count * index / of..count * (index + 1) / of
}
