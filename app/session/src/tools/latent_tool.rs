//! What a tool of Explore brings that has state of its own or asks the model, and the table of tools.

use std::sync::Arc;

use super::facts::Facts;
use super::state::ExploreTools;
use crate::context::Context;
use crate::failure_reason::FailureReason;
use protocol::ModelAnswer;

/// A tool with state of its own. It changes that state, and has the whole of [`ExploreTools`] to read
/// and to go to points with.
pub(super) trait LatentTool {
    /// What the visitor does with it.
    type Input;

    /// The visitor did something.
    fn input(tools: &mut ExploreTools, facts: &Facts, context: &mut Context, input: Self::Input);

    /// Sends what is to be asked next. Called whenever something changed.
    fn schedule(_tools: &mut ExploreTools, _facts: &Facts, _context: &mut Context) {}

    /// Another model is on screen: what was found in the one before does not hold.
    fn forget_model(&mut self);

    /// The background worker is gone, with all that it was asked.
    fn forget_worker(&mut self) {}
}

/// A [`LatentTool`] that asks the model.
pub(super) trait AskingTool: LatentTool {
    /// What it asks: stored until the answer, which is filed under it.
    type Query;

    /// A query was answered.
    ///
    /// # Errors
    /// When the answer does not fit; [`Self::failed`] is then called with the query.
    fn answered(
        tools: &mut ExploreTools,
        facts: &Facts,
        context: &mut Context,
        query: &Self::Query,
        answer: ModelAnswer,
        payload: Arc<[u8]>,
    ) -> Result<(), FailureReason>;

    /// A query could not be answered.
    fn failed(
        tools: &mut ExploreTools,
        facts: &Facts,
        context: &mut Context,
        query: &Self::Query,
        error: &FailureReason,
    );
}

/// Defines what tools with state of their own consist of, from one row each, so that no list of them can
/// forget one: the field of its state, its state and what holds that, its input and, for an [`AskingTool`],
/// its query.
macro_rules! own_tools {
    ($($own:ident, $field:ident: $state:ident in $holder:ty, $input:ident $(, $query:ident)?;)*) => {
        /// What these tools consist of, for the page.
        pub mod own_tools {
            $(pub use super::{$input, $state};)*
        }

        /// The states of tools that have one of their own.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct ToolStates {
            $(
                #[doc = concat!("Of the tool `", stringify!($own), "`.")]
                pub $field: $holder,
            )*
        }

        /// What the visitor does with a tool that has state of its own.
        #[derive(Clone, Debug, PartialEq)]
        pub enum ToolInput {
            $(
                #[doc = concat!("With the tool `", stringify!($own), "`.")]
                $own($input),
            )*
        }

        $(
            impl From<$input> for ExploreEvent {
                fn from(input: $input) -> Self {
                    Self::Tool(ToolInput::$own(input))
                }
            }
        )*

        impl ExploreTools {
            fn tool_input(&mut self, facts: &Facts, context: &mut Context, input: ToolInput) {
                match input {
                    $(ToolInput::$own(input) => $state::input(self, facts, context, input),)*
                }
            }

            fn schedule_own(&mut self, facts: &Facts, context: &mut Context) {
                $($state::schedule(self, facts, context);)*
            }

            fn tools_forget_model(&mut self) {
                $(self.own.$field.forget_model();)*
            }

            fn tools_forget_worker(&mut self) {
                $(self.own.$field.forget_worker();)*
            }

            fn tool_answered(
                &mut self,
                facts: &Facts,
                context: &mut Context,
                query: &ToolQuery,
                answer: ModelAnswer,
                payload: Arc<[u8]>,
            ) {
                $($(if let Some(query) = query.get::<$query>() {
                    let answered = $state::answered(self, facts, context, query, answer, payload);
                    if let Err(error) = answered {
                        $state::failed(self, facts, context, query, &error);
                    }
                    return;
                })?)*
            }

            fn tool_failed(
                &mut self,
                facts: &Facts,
                context: &mut Context,
                query: &ToolQuery,
                error: &FailureReason,
            ) {
                $($(if let Some(query) = query.get::<$query>() {
                    $state::failed(self, facts, context, query, error);
                })?)*
            }
        }
    };
}

pub(super) use own_tools;
