//! What a process is calling, as the page reads it.

use serde::Serialize;

use crate::process::{Frame, Variable};
use crate::runtime::Kernel;

/// A function that a script is calling.
#[derive(Serialize)]
pub(super) struct FrameDto {
    entry: String,
    line: u32,
    function: String,
    locals: Vec<VariableDto>,
    captured: Vec<VariableDto>,
}

#[derive(Serialize)]
struct VariableDto {
    name: String,
    value: String,
}

/// For each task of a process the functions that are being called, the innermost first.
pub(super) fn stacks(kernel: &Kernel, process: u32) -> Vec<Vec<FrameDto>> {
    let stacks = kernel.stacks(process).into_iter();
    stacks.map(|stack| stack.into_iter().map(frame).collect()).collect()
}

fn frame(Frame { entry, line, function, locals, captured }: Frame) -> FrameDto {
    let variable = |Variable { name, value }| VariableDto { name, value };
    let variables = |list: Vec<Variable>| list.into_iter().map(variable).collect();
    FrameDto { entry, line, function, locals: variables(locals), captured: variables(captured) }
}
