using System.Globalization;
using System.Text;
using System.Xml;

namespace ZeroTrust.Cli.Drift.Reports;

/// <summary>JUnit XML as GitLab, GitHub and Jenkins show it, with one test case per resource.</summary>
internal static class JUnitReport
{
    private const string Unmanaged = "unmanaged";

    public static string Write(DriftReport report)
    {
        var text = new StringBuilder();
        using (
            var writer = XmlWriter.Create(
                text,
                new()
                {
                    Indent = true,
                    NewLineChars = "\n",
                    OmitXmlDeclaration = true,
                }
            )
        )
        {
            writer.WriteStartElement("testsuites");
            writer.WriteAttributeString("name", "Zero Trust drift");
            Numbers(
                writer,
                report.Resources.Count + (report.Unmanaged?.Count ?? 0),
                report.Resources.Count(resource => resource.IsDrift) + report.Strangers.Count,
                report.Resources.Count(resource => resource.Status == ResourceStatus.Unreadable)
            );
            foreach (var stack in report.Resources.GroupBy(resource => resource.Stack))
            {
                var errors = stack.Count(resource => resource.Status == ResourceStatus.Unreadable);
                Suite(writer, report, stack.Key, stack.Count(), stack.Count(resource => resource.IsDrift), errors);
                foreach (var resource in stack)
                {
                    Case(writer, resource);
                }

                writer.WriteEndElement();
            }

            if (report.Unmanaged is { Count: > 0 } unmanaged)
            {
                Suite(writer, report, Unmanaged, unmanaged.Count, report.Strangers.Count, 0);
                foreach (var found in unmanaged)
                {
                    Case(writer, found);
                }

                writer.WriteEndElement();
            }

            writer.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    private static void Suite(XmlWriter writer, DriftReport report, string name, int tests, int failures, int errors)
    {
        writer.WriteStartElement("testsuite");
        writer.WriteAttributeString("name", XmlText.Valid(name));
        Numbers(writer, tests, failures, errors);
        writer.WriteAttributeString("timestamp", report.CheckedAt.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
    }

    private static void Numbers(XmlWriter writer, int tests, int failures, int errors)
    {
        writer.WriteAttributeString("tests", tests.ToString(CultureInfo.InvariantCulture));
        writer.WriteAttributeString("failures", failures.ToString(CultureInfo.InvariantCulture));
        writer.WriteAttributeString("errors", errors.ToString(CultureInfo.InvariantCulture));
        writer.WriteAttributeString("time", "0");
    }

    private static void Case(XmlWriter writer, ResourceReport resource)
    {
        Start(writer, resource.Type, resource.Name);
        if (resource.Status == ResourceStatus.Unreadable)
        {
            Element(writer, "error", "could not be read", resource.Problem!);
        }
        else if (resource is { IsDrift: true, Status: ResourceStatus.Missing })
        {
            Element(writer, "failure", Wording.Missing, resource.Id);
        }
        else if (resource.IsDrift)
        {
            var open = resource
                .Differences.Where(difference => difference.Accepted is null)
                .Select(difference => $"{difference.Where} {Wording.Of(difference)}")
                .ToList();
            Element(writer, "failure", open.Count == 1 ? "1 difference" : $"{open.Count} differences", string.Join('\n', open));
        }

        string[] accepted =
        [
            .. resource.Accepted is { } missing ? [$"{Wording.Missing} ({Wording.Of(missing)})"] : Array.Empty<string>(),
            .. resource
                .Differences.Where(difference => difference.Accepted is not null)
                .Select(difference => $"{difference.Where} {Wording.Of(difference)} ({Wording.Of(difference.Accepted!)})"),
        ];
        if (accepted.Length > 0)
        {
            writer.WriteElementString("system-out", XmlText.Valid(string.Join('\n', accepted)));
        }

        writer.WriteEndElement();
    }

    private static void Case(XmlWriter writer, UnmanagedObject found)
    {
        Start(writer, found.Type, found.Name);
        if (found.Accepted is { } accepted)
        {
            writer.WriteElementString("system-out", XmlText.Valid(Wording.Of(accepted)));
        }
        else
        {
            Element(writer, "failure", Wording.Unmanaged, found.Id);
        }

        writer.WriteEndElement();
    }

    private static void Start(XmlWriter writer, string type, string name)
    {
        writer.WriteStartElement("testcase");
        writer.WriteAttributeString("classname", type);
        writer.WriteAttributeString("name", XmlText.Valid(name));
        writer.WriteAttributeString("time", "0");
    }

    private static void Element(XmlWriter writer, string name, string message, string text)
    {
        writer.WriteStartElement(name);
        writer.WriteAttributeString("type", "drift");
        writer.WriteAttributeString("message", message);
        writer.WriteString(XmlText.Valid(text));
        writer.WriteEndElement();
    }
}
