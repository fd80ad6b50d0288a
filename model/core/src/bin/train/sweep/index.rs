//! Which run a scheduler wants of this process.

use crate::TrainError;

/// Where schedulers say the number of a process among many: Slurm's job arrays, Kubernetes' Indexed Jobs,
/// PBS's job arrays.
pub const VARIABLES: [&str; 3] = [
    "SLURM_ARRAY_TASK_ID",
    "JOB_COMPLETION_INDEX",
    "PBS_ARRAY_INDEX",
];

/// The number that a scheduler says, if one does.
///
/// # Errors
/// A sentence on what is no number, or on two that differ.
pub fn of_scheduler(
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Option<usize>, TrainError> {
    let mut found: Option<(&str, usize)> = None;
    for name in VARIABLES {
        let Some(text) = variable(name) else { continue };
        let Ok(index) = text.trim().parse() else {
            return Err(format!(
                "{name}: expected the number of a run, counted from 0, found `{text}`. \
                 Say it by --index, or unset the variable."
            )
            .into());
        };
        match found {
            Some((other, before)) if before != index => {
                return Err(format!(
                    "expected one number of a run, found {before} in {other} and {index} in \
                     {name}. Say it by --index."
                )
                .into());
            }
            _ => found = Some((name, index)),
        }
    }
    Ok(found.map(|(_, index)| index))
}

#[cfg(test)]
mod tests {
    use super::of_scheduler;

    fn of(variables: &[(&str, &str)]) -> Result<Option<usize>, String> {
        let find = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, text)| (*text).to_owned())
        };
        of_scheduler(find).map_err(|error| error.to_string())
    }

    #[test]
    fn each_scheduler_says_its_number_and_none_says_none() {
        assert_eq!(of(&[]), Ok(None));
        assert_eq!(of(&[("SLURM_ARRAY_TASK_ID", "7")]), Ok(Some(7)));
        assert_eq!(of(&[("JOB_COMPLETION_INDEX", "0")]), Ok(Some(0)));
        assert_eq!(of(&[("PBS_ARRAY_INDEX", "11")]), Ok(Some(11)));
        let same = [("SLURM_ARRAY_TASK_ID", "2"), ("PBS_ARRAY_INDEX", "2")];
        assert_eq!(of(&same), Ok(Some(2)));
    }

    #[test]
    fn what_is_no_number_and_two_that_differ_are_refused() {
        let said = of(&[("SLURM_ARRAY_TASK_ID", "4294967294x")]).unwrap_err();
        assert!(said.starts_with("SLURM_ARRAY_TASK_ID: expected"), "{said}");
        let two = [("SLURM_ARRAY_TASK_ID", "2"), ("JOB_COMPLETION_INDEX", "3")];
        let said = of(&two).unwrap_err();
        assert!(
            said.contains("found 2 in SLURM") && said.contains("3 in JOB"),
            "{said}"
        );
    }
}
