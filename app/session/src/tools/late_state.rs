//! State of a tool that the first program neither makes, compares nor drops.

use std::fmt;
use std::ops::{Deref, DerefMut};

use super::latent_tool::LatentTool;

/// A tool whose state is made when it is first changed, which late pieces of the program do.
pub(super) trait LateTool: Sized + 'static {
    /// What it is before that.
    fn initial() -> &'static Self;
}

/// The state of a [`LateTool`], which it is read as. Whoever holds it knows nothing of its type: the first
/// program forgets models, and would otherwise contain what drops each part of each tool.
pub struct LateState<T> {
    state: Option<Box<dyn ErasedState<T>>>,
}

trait ErasedState<T>: Send + Sync {
    fn get(&self) -> &T;
    fn get_mut(&mut self) -> &mut T;
    fn cloned(&self) -> Box<dyn ErasedState<T>>;
    fn forget_model(&mut self);
    fn forget_worker(&mut self);
}

impl<T: LatentTool + Clone + Send + Sync + 'static> ErasedState<T> for T {
    fn get(&self) -> &T {
        self
    }

    fn get_mut(&mut self) -> &mut T {
        self
    }

    fn cloned(&self) -> Box<dyn ErasedState<T>> {
        Box::new(self.clone())
    }

    fn forget_model(&mut self) {
        LatentTool::forget_model(self);
    }

    fn forget_worker(&mut self) {
        LatentTool::forget_worker(self);
    }
}

impl<T> LateState<T> {
    /// See [`LatentTool::forget_model`].
    pub(super) fn forget_model(&mut self) {
        if let Some(state) = &mut self.state {
            state.forget_model();
        }
    }

    /// See [`LatentTool::forget_worker`].
    pub(super) fn forget_worker(&mut self) {
        if let Some(state) = &mut self.state {
            state.forget_worker();
        }
    }
}

impl<T> Default for LateState<T> {
    fn default() -> Self {
        Self { state: None }
    }
}

impl<T: LateTool> Deref for LateState<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match &self.state {
            Some(state) => state.get(),
            None => T::initial(),
        }
    }
}

impl<T: LateTool + LatentTool + Clone + Send + Sync> DerefMut for LateState<T> {
    fn deref_mut(&mut self) -> &mut T {
        let make = || -> Box<dyn ErasedState<T>> { Box::new(T::initial().clone()) };
        self.state.get_or_insert_with(make).get_mut()
    }
}

impl<T> Clone for LateState<T> {
    fn clone(&self) -> Self {
        let state = self.state.as_ref();
        Self {
            state: state.map(|state| state.cloned()),
        }
    }
}

impl<T: LateTool + PartialEq> PartialEq for LateState<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: LateTool + fmt::Debug> fmt::Debug for LateState<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
