using System.Collections.Immutable;

namespace Pulumi;

public abstract class AssetOrArchive
{
    private protected AssetOrArchive(string key, object content)
    {
        ArgumentNullException.ThrowIfNull(content);
        Key = key;
        Content = content;
    }

    /// <summary>Where the content is: <c>text</c>, <c>path</c>, <c>uri</c> or <c>assets</c>.</summary>
    internal string Key { get; }

    internal object Content { get; }
}

public abstract class Asset : AssetOrArchive
{
    private protected Asset(string key, string content)
        : base(key, content)
    {
    }
}

public sealed class FileAsset(string path) : Asset("path", path);

public sealed class StringAsset(string text) : Asset("text", text);

public sealed class RemoteAsset(string uri) : Asset("uri", uri);

public abstract class Archive : AssetOrArchive
{
    private protected Archive(string key, object content)
        : base(key, content)
    {
    }
}

public sealed class FileArchive(string path) : Archive("path", path);

public sealed class RemoteArchive(string uri) : Archive("uri", uri);

public sealed class AssetArchive(IDictionary<string, AssetOrArchive> assets) : Archive("assets", assets.ToImmutableDictionary());
