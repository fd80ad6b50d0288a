//! Which shared data something was made of.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

/// The identity of shared data: equal only for the very same data.
///
/// It keeps the data alive. An address alone would not do: memory that was freed is given to other
/// data, which would then be taken for the former.
#[derive(Clone)]
pub struct SharedIdentity {
    address: usize,
    _kept: Arc<dyn Any + Send + Sync>,
}

impl SharedIdentity {
    /// The identity of what is shared.
    pub fn of<T: ?Sized + Send + Sync + 'static>(shared: &Arc<T>) -> Self {
        Self {
            address: Arc::as_ptr(shared).cast::<()>() as usize,
            _kept: Arc::new(Arc::clone(shared)),
        }
    }
}

impl PartialEq for SharedIdentity {
    fn eq(&self, other: &Self) -> bool {
        self.address == other.address
    }
}

impl fmt::Debug for SharedIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#x}", self.address)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::SharedIdentity;

    #[test]
    fn data_have_one_identity_however_often_they_are_shared() {
        let one: Arc<[u8]> = vec![1, 2].into();
        let equal: Arc<[u8]> = vec![1, 2].into();
        assert_eq!(
            SharedIdentity::of(&one),
            SharedIdentity::of(&Arc::clone(&one))
        );
        assert_ne!(SharedIdentity::of(&one), SharedIdentity::of(&equal));
    }

    #[test]
    fn new_data_are_not_taken_for_those_whose_owner_let_go_of_them() {
        let mut shown: Option<SharedIdentity> = None;
        for picture in 0..100_u8 {
            let pixels: Arc<[u8]> = vec![picture; 784].into();
            let now = SharedIdentity::of(&pixels);
            assert_ne!(shown, Some(now.clone()), "picture {picture}");
            // The owner lets go of the pixels here.
            shown = Some(now);
        }
    }
}
