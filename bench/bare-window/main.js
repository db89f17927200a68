/* The reference for start and memory: the least that is an Electron window, sandboxed, with a preload. */
const { BrowserWindow, app } = require('electron')
const { join } = require('node:path')

const folder = process.argv.find((arg) => arg.startsWith('--user-data='))
if (folder) app.setPath('userData', folder.slice('--user-data='.length))

void app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    webPreferences: { preload: join(__dirname, 'preload.js') },
  })
  void window.loadFile(join(__dirname, 'index.html'))
})
app.on('window-all-closed', () => app.quit())
