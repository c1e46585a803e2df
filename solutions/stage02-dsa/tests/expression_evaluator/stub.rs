//! Stack-based expression evaluator: read `README.md`, then make the tests pass.

use std::error::Error;
use std::fmt;

/// An expression that was read once and can be evaluated many times. Give it the fields that it needs.
pub struct Program;

/// Reads an expression.
pub fn compile(source: &str) -> Result<Program, ParseError> {
    todo!("read `{source}` and note its operations in the order in which they are to be done")
}

impl Program {
    /// The value of the expression, with the variables as `variable` gives them.
    pub fn eval(&self, variable: &dyn Fn(&str) -> Option<i64>) -> Result<i64, EvalError> {
        let _ = variable;
        todo!("do the operations one after the other on a stack of values")
    }
}

/// Why a text is not an expression, and where.
#[derive(Debug)]
pub struct ParseError {
    /// The column, in characters from 1. For what is missing at the end: the column after the last character.
    pub column: usize,
    /// What is wrong there.
    pub kind: ParseErrorKind,
}

/// What is wrong with a text.
#[derive(Debug)]
pub enum ParseErrorKind {
    /// No token begins with this character.
    UnexpectedCharacter,
    /// This number is greater than `i64::MAX`.
    NumberTooLarge,
    /// A number, a name, a minus or `(` must stand here.
    ExpectedValue,
    /// An operator or the end must stand here; within parentheses also `)`, within a call also `,`.
    ExpectedOperator,
    /// This parenthesis is never closed; of several, the last.
    UnclosedParenthesis,
    /// There is no function of this name.
    UnknownFunction,
    /// This function takes another number of arguments.
    WrongArgumentCount,
}

/// Why an expression has no value.
#[derive(Debug)]
pub enum EvalError {
    /// A division by zero, or a remainder of one.
    DivisionByZero,
    /// A result, also one on the way, does not fit in an `i64`.
    Overflow,
    /// A power of less than zero.
    NegativeExponent,
    /// The variable of this name has no value.
    UnknownVariable(String),
}

impl fmt::Display for ParseError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            ParseErrorKind::UnexpectedCharacter => "no number, name or operator begins like this",
            ParseErrorKind::NumberTooLarge => "this number is too large",
            ParseErrorKind::ExpectedValue => "a value is expected",
            ParseErrorKind::ExpectedOperator => "an operator is expected",
            ParseErrorKind::UnclosedParenthesis => "this parenthesis is never closed",
            ParseErrorKind::UnknownFunction => "there is no such function",
            ParseErrorKind::WrongArgumentCount => "this function takes another number of arguments",
        };
        write!(formatter, "column {}: {what}", self.column)
    }
}

impl fmt::Display for EvalError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DivisionByZero => formatter.write_str("division by zero"),
            Self::Overflow => formatter.write_str("a result does not fit in 64 bits"),
            Self::NegativeExponent => formatter.write_str("a power of less than zero"),
            Self::UnknownVariable(name) => write!(formatter, "the variable `{name}` has no value"),
        }
    }
}

impl Error for ParseError {}

impl Error for EvalError {}
