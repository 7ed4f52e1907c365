using Spectre.Console.Rendering;

namespace ZeroTrust.Engine.Display;

/// <summary>Draws something without the blanks at the ends of its lines, so that it can be copied from the screen.</summary>
internal sealed class Trimmed(IRenderable inner) : Renderable
{
    protected override Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        foreach (var line in Segment.SplitLines(inner.Render(options, maxWidth)))
        {
            var count = line.FindLastIndex(segment => !segment.IsWhiteSpace) + 1;
            foreach (var (index, segment) in line.Take(count).Index())
            {
                yield return index == count - 1 ? new Segment(segment.Text.TrimEnd(), segment.Style) : segment;
            }

            yield return Segment.LineBreak;
        }
    }
}
