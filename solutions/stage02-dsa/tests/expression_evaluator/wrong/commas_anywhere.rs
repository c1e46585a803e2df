//! caught by: tests::edge_cases::a_comma_belongs_in_a_call
//! Counts commas only where a call counts them, and takes `(1, 2)` for 2.

use std::error::Error;
use std::fmt;

pub struct Program {
    code: Vec<Instruction>,
    names: Vec<String>,
}

enum Instruction {
    Push(i64),
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

pub fn compile(source: &str) -> Result<Program, ParseError> {
    let mut lexer = Lexer { rest: source, column: 1 };
    let mut compiler = Compiler { program: Program { code: Vec::new(), names: Vec::new() }, waiting: Vec::new() };
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
    Call { name: &'source str, open: usize },
    Operator(Binary),
    Open,
    Close,
    Comma,
}

struct Lexer<'source> {
    rest: &'source str,
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

    fn take(&mut self, length: usize) -> &'source str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        self.column += taken.chars().count();
        taken
    }
}

enum Waiting {
    Negate,
    Binary(Binary),
    Parenthesis { open: usize },
    Call { column: usize, open: usize, function: Function, arguments: usize },
}

struct Compiler {
    program: Program,
    waiting: Vec<Waiting>,
}

impl Compiler {
    fn value(&mut self, column: usize, token: Token<'_>) -> Result<bool, ParseError> {
        match token {
            Token::Number(number) => self.program.code.push(Instruction::Push(number)),
            Token::Variable(name) => {
                self.program.code.push(Instruction::Load(self.program.names.len()));
                self.program.names.push(name.to_owned());
            }
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

    fn operator(&mut self, column: usize, token: Token<'_>) -> Result<bool, ParseError> {
        let misplaced = Err(ParseError { column, kind: ParseErrorKind::ExpectedOperator });
        match token {
            Token::Operator(operator) => {
                let precedence = operator.precedence();
                self.settle(|waiting| waiting > precedence || (waiting == precedence && operator != Binary::Power));
                self.waiting.push(Waiting::Binary(operator));
                Ok(true)
            }
            Token::Comma => {
                self.settle(|_| true);
                if let Some(Waiting::Call { arguments, .. }) = self.waiting.last_mut() {
                    *arguments += 1;
                }
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

#[derive(Debug)]
pub struct ParseError {
    pub column: usize,
    pub kind: ParseErrorKind,
}

#[derive(Debug)]
pub enum ParseErrorKind {
    UnexpectedCharacter,
    NumberTooLarge,
    ExpectedValue,
    ExpectedOperator,
    UnclosedParenthesis,
    UnknownFunction,
    WrongArgumentCount,
}

#[derive(Debug)]
pub enum EvalError {
    DivisionByZero,
    Overflow,
    NegativeExponent,
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
