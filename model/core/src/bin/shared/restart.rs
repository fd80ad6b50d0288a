//! A program that begins again with other variables in its environment, because what reads them does so once.

use std::io;
use std::process::{Command, ExitCode};

/// Runs this program again, with the same arguments and a variable. Where a process can become another
/// program it does, so that whatever ends it ends the computing.
///
/// # Errors
/// The system's, where it cannot be started.
pub fn again_with(variable: &str, value: &str) -> io::Result<ExitCode> {
    let mut again = Command::new(std::env::current_exe()?);
    again.args(std::env::args_os().skip(1)).env(variable, value);
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt as _;
        Err(again.exec())
    }
    #[cfg(not(unix))]
    {
        let status = again.status()?;
        Ok(ExitCode::from(u8::from(!status.success())))
    }
}
