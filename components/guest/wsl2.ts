import type { SetupText } from "../setup/index.ts";
import { bytes } from "../units/index.ts";
import type { Guest } from "./guest.ts";

/** For the PowerShell of Windows: makes the machine where it is not there yet, and sets it up, now and again. */
export function wsl2(name: string, { threads, memory }: Guest, inside: SetupText): SetupText {
  return [
    `#Requires -RunAsAdministrator
# Makes ${name}, a Linux inside this Windows, what the inventory says of it. It may be run again at any time.
$ErrorActionPreference = 'Stop'
$env:WSL_UTF8 = '1'
$name = '${name}'

# Without a byte order mark and with the line ends of Linux, which Windows PowerShell would not write by itself.
function Write-Text($path, $text) {
  [System.IO.File]::WriteAllText($path, $text.Replace("\`r\`n", "\`n") + "\`n")
}

# What Linux may take of this machine. It stays on when nobody uses it: others do.
$settings = @'
[wsl2]
memory=${Math.floor(bytes(memory) / 2 ** 20)}MB
processors=${threads}
vmIdleTimeout=-1
'@
$file = Join-Path $env:USERPROFILE '.wslconfig'
if (-not (Test-Path $file) -or (Get-Content -Raw $file).Trim() -ne $settings.Replace("\`r\`n", "\`n").Trim()) {
  Write-Text $file $settings
  wsl --shutdown
}

if ((wsl --list --quiet) -notcontains $name) {
  wsl --install --distribution Ubuntu-24.04 --name $name --no-launch
  if ($LASTEXITCODE -ne 0) { throw "wsl cannot install $name" }
}

$setup = Join-Path $env:TEMP "$name.sh"
try {
  Write-Text $setup @'
`,
    ...inside,
    `'@
  wsl --distribution $name --user root --cd $env:TEMP --exec bash "./$name.sh"
  if ($LASTEXITCODE -ne 0) { throw "the setup of $name failed" }
} finally {
  # It may hold secrets.
  Remove-Item -ErrorAction SilentlyContinue $setup
}

# WSL ends a Linux in which no program of Windows has a part. This one has, from when its owner signs in.
$keep = New-ScheduledTaskAction -Execute 'wsl.exe' -Argument "--distribution $name --exec sleep infinity"
$start = New-ScheduledTaskTrigger -AtLogOn -User $env:USERNAME
$always = New-ScheduledTaskSettingsSet -ExecutionTimeLimit 0 -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries
Register-ScheduledTask -Force -TaskName "wsl $name" -Action $keep -Trigger $start -Settings $always | Out-Null
Start-ScheduledTask -TaskName "wsl $name"
`,
  ];
}
