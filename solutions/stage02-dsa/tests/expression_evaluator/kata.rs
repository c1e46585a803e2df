//! Stack-based expression evaluator.
//!
//! Dijkstra's shunting-yard algorithm (1961). Values go straight to the program. An operator waits on a stack until the
//! operator behind it is known: if that binds weaker, the waiting one is done first and goes to the program. So the
//! program is in postfix order, and evaluating it needs a stack of values and no rule about precedence at all.
//!
//! Nothing here calls itself, neither to read nor to evaluate nor to drop: both stacks lie on the heap, so that a text
//! of two hundred thousand parentheses is long, and not dangerous. Each token is pushed and popped at most once: O(n).

use std::error::Error;
use std::fmt;

/// An expression that was read once and can be evaluated many times.
pub struct Program {
    /// In postfix order: what an instruction works on was done before it. `compile` sees to it that every instruction
    /// finds its values on the stack, and that one is left at the end.
    code: Vec<Instruction>,
    /// The names of the variables, in the order of their instructions. Kept apart, to keep instructions small.
    names: Vec<String>,
}

enum Instruction {
    Push(i64),
    /// Push the variable of this position in `names`.
    Load(usize),
    Negate,
    Binary(Binary),
    Call(Function),
}

#[derive(Clone, Copy, PartialEq)]
enum Binary {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Power,
}

#[derive(Clone, Copy)]
enum Function {
    Abs,
    Min,
    Max,
}

/// Reads an expression.
pub fn compile(source: &str) -> Result<Program, ParseError> {
    let mut lexer = Lexer { rest: source, column: 1 };
    let mut compiler = Compiler { program: Program { code: Vec::new(), names: Vec::new() }, waiting: Vec::new() };
    // An expression alternates between values and operators, whatever the parentheses do. That one flag tells the two
    // minuses apart, and refuses `1 2` and `1 + * 2`.
    let mut value_expected = true;
    while let Some((column, token)) = lexer.next_token()? {
        value_expected =
            if value_expected { compiler.value(column, token)? } else { compiler.operator(column, token)? };
    }
    if value_expected {
        return Err(ParseError { column: lexer.column, kind: ParseErrorKind::ExpectedValue });
    }
    compiler.finish()
}

impl Program {
    /// The value of the expression, with the variables as `variable` gives them.
    pub fn eval(&self, variable: &dyn Fn(&str) -> Option<i64>) -> Result<i64, EvalError> {
        let mut stack = Stack(Vec::new());
        for instruction in &self.code {
            let value = match instruction {
                Instruction::Push(number) => *number,
                Instruction::Load(position) => {
                    let name = &self.names[*position];
                    variable(name).ok_or_else(|| EvalError::UnknownVariable(name.clone()))?
                }
                Instruction::Negate => stack.pop().checked_neg().ok_or(EvalError::Overflow)?,
                Instruction::Binary(operator) => {
                    let (right, left) = (stack.pop(), stack.pop());
                    operator.apply(left, right)?
                }
                Instruction::Call(Function::Abs) => stack.pop().checked_abs().ok_or(EvalError::Overflow)?,
                Instruction::Call(Function::Min) => stack.pop().min(stack.pop()),
                Instruction::Call(Function::Max) => stack.pop().max(stack.pop()),
            };
            stack.0.push(value);
        }
        Ok(stack.pop())
    }
}

struct Stack(Vec<i64>);

impl Stack {
    fn pop(&mut self) -> i64 {
        self.0.pop().expect("a program that was compiled leaves a value for every instruction")
    }
}

/// How strongly something binds that waits for its right operand.
///
/// The minus of a sign stands between product and power: `-2^2` is `-(2^2)`, and `-2 * 3` is `(-2) * 3`.
#[derive(PartialEq, PartialOrd)]
enum Precedence {
    Sum,
    Product,
    Sign,
    Power,
}

impl Binary {
    fn precedence(self) -> Precedence {
        match self {
            Self::Add | Self::Subtract => Precedence::Sum,
            Self::Multiply | Self::Divide | Self::Remainder => Precedence::Product,
            Self::Power => Precedence::Power,
        }
    }

    fn apply(self, left: i64, right: i64) -> Result<i64, EvalError> {
        let result = match self {
            Self::Add => left.checked_add(right),
            Self::Subtract => left.checked_sub(right),
            Self::Multiply => left.checked_mul(right),
            Self::Divide | Self::Remainder if right == 0 => return Err(EvalError::DivisionByZero),
            Self::Divide => left.checked_div(right),
            Self::Remainder => left.checked_rem(right),
            Self::Power if right < 0 => return Err(EvalError::NegativeExponent),
            Self::Power => power(left, right),
        };
        result.ok_or(EvalError::Overflow)
    }
}

/// A power of zero or more. Beyond 32 bits only the powers of -1, 0 and 1 fit, and they only ask for even or odd.
fn power(base: i64, exponent: i64) -> Option<i64> {
    match u32::try_from(exponent) {
        Ok(exponent) => base.checked_pow(exponent),
        Err(_) if (-1..=1).contains(&base) => Some(if exponent % 2 == 0 { base * base } else { base }),
        Err(_) => None,
    }
}

impl Function {
    fn named(name: &str) -> Option<Self> {
        match name {
            "abs" => Some(Self::Abs),
            "min" => Some(Self::Min),
            "max" => Some(Self::Max),
            _ => None,
        }
    }

    fn argument_count(self) -> usize {
        match self {
            Self::Abs => 1,
            Self::Min | Self::Max => 2,
        }
    }
}

#[derive(Clone, Copy)]
enum Token<'source> {
    Number(i64),
    Variable(&'source str),
    /// A name and the parenthesis behind it, which is at the column `open`.
    Call {
        name: &'source str,
        open: usize,
    },
    Operator(Binary),
    Open,
    Close,
    Comma,
}

/// Cuts a text into tokens, one at a time.
struct Lexer<'source> {
    rest: &'source str,
    /// The column of the first character of `rest`. Counted along the way: to count from the start each time is O(n²).
    column: usize,
}

impl<'source> Lexer<'source> {
    fn next_token(&mut self) -> Result<Option<(usize, Token<'source>)>, ParseError> {
        self.take_while(char::is_whitespace);
        let column = self.column;
        let error = |kind| Err(ParseError { column, kind });
        let Some(first) = self.rest.chars().next() else { return Ok(None) };
        let token = if first.is_ascii_digit() {
            match self.take_while(|letter| letter.is_ascii_digit()).parse() {
                Ok(number) => Token::Number(number),
                Err(_) => return error(ParseErrorKind::NumberTooLarge),
            }
        } else if first.is_alphabetic() || first == '_' {
            let name = self.take_while(|letter| letter.is_alphanumeric() || letter == '_');
            self.take_while(char::is_whitespace);
            if self.rest.starts_with('(') {
                let open = self.column;
                self.take(1);
                Token::Call { name, open }
            } else {
                Token::Variable(name)
            }
        } else {
            let token = match first {
                '+' => Token::Operator(Binary::Add),
                '-' => Token::Operator(Binary::Subtract),
                '*' => Token::Operator(Binary::Multiply),
                '/' => Token::Operator(Binary::Divide),
                '%' => Token::Operator(Binary::Remainder),
                '^' => Token::Operator(Binary::Power),
                '(' => Token::Open,
                ')' => Token::Close,
                ',' => Token::Comma,
                _ => return error(ParseErrorKind::UnexpectedCharacter),
            };
            self.take(1);
            token
        };
        Ok(Some((column, token)))
    }

    fn take_while(&mut self, belongs: impl Fn(char) -> bool) -> &'source str {
        let length = self.rest.find(|letter| !belongs(letter)).unwrap_or(self.rest.len());
        self.take(length)
    }

    /// Takes so many bytes, which end between two characters.
    fn take(&mut self, length: usize) -> &'source str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        self.column += taken.chars().count();
        taken
    }
}

/// What waits for its right operand, or to be closed.
enum Waiting {
    Negate,
    Binary(Binary),
    Parenthesis {
        open: usize,
    },
    /// A call with so many arguments so far; its name is at `column`, its parenthesis at `open`.
    Call {
        column: usize,
        open: usize,
        function: Function,
        arguments: usize,
    },
}

struct Compiler {
    program: Program,
    waiting: Vec<Waiting>,
}

impl Compiler {
    /// Takes a token where a value must begin, and says whether one is expected still.
    fn value(&mut self, column: usize, token: Token<'_>) -> Result<bool, ParseError> {
        match token {
            Token::Number(number) => self.program.code.push(Instruction::Push(number)),
            Token::Variable(name) => {
                self.program.code.push(Instruction::Load(self.program.names.len()));
                self.program.names.push(name.to_owned());
            }
            // What begins a value ends none: nothing that waits is done now.
            Token::Operator(Binary::Subtract) => {
                self.waiting.push(Waiting::Negate);
                return Ok(true);
            }
            Token::Open => {
                self.waiting.push(Waiting::Parenthesis { open: column });
                return Ok(true);
            }
            Token::Call { name, open } => {
                let function =
                    Function::named(name).ok_or(ParseError { column, kind: ParseErrorKind::UnknownFunction })?;
                self.waiting.push(Waiting::Call { column, open, function, arguments: 1 });
                return Ok(true);
            }
            Token::Operator(_) | Token::Close | Token::Comma => {
                return Err(ParseError { column, kind: ParseErrorKind::ExpectedValue });
            }
        }
        Ok(false)
    }

    /// Takes a token behind a value, and says whether another value is expected.
    fn operator(&mut self, column: usize, token: Token<'_>) -> Result<bool, ParseError> {
        let misplaced = Err(ParseError { column, kind: ParseErrorKind::ExpectedOperator });
        match token {
            Token::Operator(operator) => {
                let precedence = operator.precedence();
                // Equals are done from left to right, but powers from right to left: 2^3^2 is 2^(3^2).
                self.settle(|waiting| waiting > precedence || (waiting == precedence && operator != Binary::Power));
                self.waiting.push(Waiting::Binary(operator));
                Ok(true)
            }
            Token::Comma => {
                self.settle(|_| true);
                let Some(Waiting::Call { arguments, .. }) = self.waiting.last_mut() else { return misplaced };
                *arguments += 1;
                Ok(true)
            }
            Token::Close => {
                self.settle(|_| true);
                match self.waiting.pop() {
                    Some(Waiting::Call { function, arguments, .. }) if arguments == function.argument_count() => {
                        self.program.code.push(Instruction::Call(function));
                    }
                    Some(Waiting::Call { column, .. }) => {
                        return Err(ParseError { column, kind: ParseErrorKind::WrongArgumentCount });
                    }
                    Some(Waiting::Parenthesis { .. }) => {}
                    _ => return misplaced,
                }
                Ok(false)
            }
            Token::Number(_) | Token::Variable(_) | Token::Call { .. } | Token::Open => misplaced,
        }
    }

    /// Moves operators that wait to the program, as long as they are `due`, and no further than an open parenthesis.
    fn settle(&mut self, due: impl Fn(Precedence) -> bool) {
        while let Some(waiting) = self.waiting.last() {
            let instruction = match waiting {
                Waiting::Negate if due(Precedence::Sign) => Instruction::Negate,
                Waiting::Binary(operator) if due(operator.precedence()) => Instruction::Binary(*operator),
                _ => return,
            };
            self.program.code.push(instruction);
            self.waiting.pop();
        }
    }

    /// Ends the program behind its last value.
    fn finish(mut self) -> Result<Program, ParseError> {
        self.settle(|_| true);
        match self.waiting.pop() {
            Some(Waiting::Parenthesis { open } | Waiting::Call { open, .. }) => {
                Err(ParseError { column: open, kind: ParseErrorKind::UnclosedParenthesis })
            }
            _ => Ok(self.program),
        }
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
