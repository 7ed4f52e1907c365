using System.Reflection;
using System.Reflection.Emit;

namespace ZeroTrust.Schema;

/// <summary>Reads which methods, fields and strings a method's IL refers to.</summary>
internal static class MethodBodies
{
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    public static IEnumerable<MemberInfo> References(MethodBase method) =>
        from token in Tokens(method.GetMethodBody()?.GetILAsByteArray() ?? [])
        where token.Kind is OperandType.InlineMethod or OperandType.InlineField
        select method.Module.ResolveMember(
            token.Value,
            method.DeclaringType!.GetGenericArguments(),
            method.IsGenericMethod ? method.GetGenericArguments() : []
        );

    /// <summary>The string literals.</summary>
    public static IEnumerable<string> Strings(MethodBase method) =>
        from token in Tokens(method.GetMethodBody()?.GetILAsByteArray() ?? [])
        where token.Kind == OperandType.InlineString
        select method.Module.ResolveString(token.Value);

    /// <summary>The metadata tokens of types, members and string literals in IL.</summary>
    public static IEnumerable<(OperandType Kind, int Value)> Tokens(byte[] code)
    {
        for (var at = 0; at < code.Length; )
        {
            var value = code[at] == 0xFE ? unchecked((short)(0xFE00 | code[at + 1])) : code[at];
            var instruction = Codes[value];
            at += instruction.Size;
            if (
                instruction.OperandType
                is OperandType.InlineMethod
                    or OperandType.InlineField
                    or OperandType.InlineType
                    or OperandType.InlineTok
                    or OperandType.InlineString
            )
            {
                yield return (instruction.OperandType, BitConverter.ToInt32(code, at));
            }

            at += instruction.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }
}
