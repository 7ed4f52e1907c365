using System.Net;
using System.Text;

namespace ZeroTrust.Cli.Pages;

/// <summary>Self-contained pages: their styles and scripts are embedded, and they load nothing.</summary>
internal static class Page
{
    /// <param name="name">Name of its style sheet, and of its script if it has one: <c>map</c> for <c>map.css</c>.</param>
    /// <param name="body">HTML.</param>
    public static string Write(string name, string title, string body) =>
        $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
            <title>{Text(title)}</title>
            <style>
            {Style("page", name)}</style>
            </head>
            <body>
            <div class="page">
            {body}</div>
            {Script(name)}</body>
            </html>

            """;

    /// <summary>The colors, light and dark, and the styles named.</summary>
    public static string Style(params string[] names) => string.Concat(names.Prepend("colors").Select(name => Embedded($"{name}.css")));

    /// <summary>Text for HTML and SVG.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(XmlText.Valid(text));

    private static string Script(string name) => Embedded($"{name}.js") is { Length: > 0 } script ? $"<script>\n{script}</script>\n" : "";

    private static string Embedded(string name)
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream(name);
        if (stream is null)
        {
            return "";
        }

        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
