using System.Globalization;

namespace ZeroTrust.Engine.State;

/// <summary>Held while a run changes a stack. The operating system releases it when the process ends, however it ends.</summary>
internal sealed class StackLock : IDisposable
{
    private readonly FileStream _file;
    private readonly string _holder;

    private StackLock(FileStream file, string holder)
    {
        _file = file;
        _holder = holder;
    }

    public static StackLock Acquire(string path, StackName stack, TimeProvider clock)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var holder = path + ".holder";
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(holder, string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} since {clock.GetUtcNow():u}"));
            return new(file, holder);
        }
        catch (IOException e)
        {
            var who = File.Exists(holder) ? File.ReadAllText(holder) : "another process";
            throw new EngineException($"Stack '{stack.Stack}' is being changed by {who}; wait until that run has ended ({path}).", e);
        }
    }

    public void Dispose()
    {
        File.Delete(_holder);
        _file.Dispose();
    }
}
