//! A plain recursive descent, written by hand: a function for each level of precedence, and a tree that evaluates itself.
//! It says nothing about errors, and is for texts that are nested no deeper than the stack allows.

/// What is refused, without a word why.
pub struct Refused;

pub struct Program(Tree);

enum Tree {
    Number(i64),
    Variable(String),
    Negation(Box<Tree>),
    /// Operators of one precedence, from left to right.
    Chain(Box<Tree>, Vec<(char, Tree)>),
    Power(Box<Tree>, Box<Tree>),
    Call(String, Vec<Tree>),
}

pub fn compile(source: &str) -> Result<Program, Refused> {
    let mut parser = Parser { rest: source.trim_start() };
    let tree = parser.sum()?;
    if parser.rest.is_empty() { Ok(Program(tree)) } else { Err(Refused) }
}

impl Program {
    pub fn eval(&self, variable: &dyn Fn(&str) -> Option<i64>) -> Result<i64, Refused> {
        self.0.eval(variable).ok_or(Refused)
    }
}

impl Tree {
    fn eval(&self, variable: &dyn Fn(&str) -> Option<i64>) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Variable(name) => variable(name),
            Self::Negation(value) => value.eval(variable)?.checked_neg(),
            Self::Chain(first, rest) => rest.iter().try_fold(first.eval(variable)?, |left, (operator, right)| {
                let right = right.eval(variable)?;
                match operator {
                    '+' => left.checked_add(right),
                    '-' => left.checked_sub(right),
                    '*' => left.checked_mul(right),
                    '/' => left.checked_div(right),
                    _ => left.checked_rem(right),
                }
            }),
            Self::Power(base, exponent) => {
                let base = base.eval(variable)?;
                base.checked_pow(u32::try_from(exponent.eval(variable)?).ok()?)
            }
            Self::Call(name, arguments) => match (name.as_str(), arguments.as_slice()) {
                ("abs", [value]) => value.eval(variable)?.checked_abs(),
                ("min", [one, other]) => Some(one.eval(variable)?.min(other.eval(variable)?)),
                ("max", [one, other]) => Some(one.eval(variable)?.max(other.eval(variable)?)),
                _ => None,
            },
        }
    }
}

struct Parser<'source> {
    /// Does not begin with white space.
    rest: &'source str,
}

impl<'source> Parser<'source> {
    fn sum(&mut self) -> Result<Tree, Refused> {
        self.chain(&['+', '-'], |parser| parser.chain(&['*', '/', '%'], Self::sign))
    }

    fn chain(
        &mut self,
        operators: &[char],
        operand: impl Fn(&mut Self) -> Result<Tree, Refused>,
    ) -> Result<Tree, Refused> {
        let first = operand(self)?;
        let mut rest = Vec::new();
        while let Some(operator) = operators.iter().find(|operator| self.takes(**operator)) {
            rest.push((*operator, operand(self)?));
        }
        Ok(if rest.is_empty() { first } else { Tree::Chain(Box::new(first), rest) })
    }

    fn sign(&mut self) -> Result<Tree, Refused> {
        if self.takes('-') { Ok(Tree::Negation(Box::new(self.sign()?))) } else { self.power() }
    }

    fn power(&mut self) -> Result<Tree, Refused> {
        let base = self.value()?;
        if self.takes('^') { Ok(Tree::Power(Box::new(base), Box::new(self.sign()?))) } else { Ok(base) }
    }

    fn value(&mut self) -> Result<Tree, Refused> {
        if self.takes('(') {
            let inside = self.sum()?;
            return if self.takes(')') { Ok(inside) } else { Err(Refused) };
        }
        let word = self.word();
        if word.starts_with(|letter: char| letter.is_ascii_digit()) {
            return word.parse().map(Tree::Number).map_err(|_| Refused);
        }
        if word.is_empty() {
            return Err(Refused);
        }
        if !self.takes('(') {
            return Ok(Tree::Variable(word.to_owned()));
        }
        let mut arguments = vec![self.sum()?];
        while self.takes(',') {
            arguments.push(self.sum()?);
        }
        if self.takes(')') { Ok(Tree::Call(word.to_owned(), arguments)) } else { Err(Refused) }
    }

    fn takes(&mut self, character: char) -> bool {
        let Some(rest) = self.rest.strip_prefix(character) else { return false };
        self.rest = rest.trim_start();
        true
    }

    fn word(&mut self) -> &'source str {
        let end = self.rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest.trim_start();
        word
    }
}
