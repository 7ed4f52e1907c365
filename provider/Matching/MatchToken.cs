namespace ZeroTrust.Matching;

/// <summary>Kinds of token.</summary>
internal enum MatchTokenKind
{
    /// <summary>Field, keyword or anything that is not another token.</summary>
    Word,

    /// <summary>Value in quotes.</summary>
    String,

    /// <summary>Operator, including ones that Cloudflare does not have.</summary>
    Operator,

    /// <summary><c>[*]</c>, or anything in brackets.</summary>
    Index,

    /// <summary><c>(</c></summary>
    LeftParenthesis,

    /// <summary><c>)</c></summary>
    RightParenthesis,

    /// <summary><c>{</c></summary>
    LeftBrace,

    /// <summary><c>}</c></summary>
    RightBrace,

    /// <summary><c>,</c></summary>
    Comma,

    /// <summary>After the last token.</summary>
    End,
}

/// <summary>A token and its position.</summary>
/// <param name="Text">The value of a string, the characters of anything else.</param>
internal readonly record struct MatchToken(MatchTokenKind Kind, int Start, int Length, string Text)
{
    public int End => Start + Length;
}
